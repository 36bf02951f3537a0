"""Django: views, class-based views, decorators and middleware."""

from __future__ import annotations

from dialects import Dialect, Place, template

HEAD = """
from django.http import HttpResponse, HttpResponseForbidden
from django.urls import path
from django.utils.cache import patch_vary_headers
"""
PLAIN = """
def index(request):
    response = HttpResponse("x")
    <aside>
    return response
"""
ROUTES = """
urlpatterns = [path("", index)]
"""
ANSWER = ("return response",)
FORBID = ("return HttpResponseForbidden()",)
PLACES = {
    "view": Place(
        HEAD
        + """
<setup>
def index(request):
    response = HttpResponse("x")
    <body>
    return response
"""
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "middleware": Place(
        HEAD
        + """
<setup>
class CorsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        response = self.get_response(request)
        <body>
        return response
"""
        + PLAIN
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "mixin": Place(
        HEAD
        + """
from django.utils.deprecation import MiddlewareMixin
<setup>
class CorsMiddleware(MiddlewareMixin):
    def process_response(self, request, response):
        <body>
        return response
"""
        + PLAIN
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "factory": Place(
        HEAD
        + """
<setup>
def cors_middleware(get_response):
    def middleware(request):
        response = get_response(request)
        <body>
        return response
    return middleware
"""
        + PLAIN
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "decorator": Place(
        "from functools import wraps\n"
        + HEAD
        + """
<setup>
def cors(view):
    @wraps(view)
    def inner(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        <body>
        return response
    return inner
@cors
def index(request):
    return HttpResponse("x")
"""
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "dispatch": Place(
        HEAD
        + """
from django.views import View
<setup>
class CorsView(View):
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        <body>
        return response
class Index(CorsView):
    def get(self, request):
        response = HttpResponse("x")
        <aside>
        return response
urlpatterns = [path("", Index.as_view())]
""",
        ANSWER,
        FORBID,
    ),
    "class view": Place(
        HEAD
        + """
from django.views import View
<setup>
class Index(View):
    def get(self, request):
        response = HttpResponse("x")
        <body>
        return response
urlpatterns = [path("", Index.as_view())]
""",
        ANSWER,
        FORBID,
    ),
    "base class": Place(
        HEAD
        + """
from django.views import View
<setup>
class CorsView(View):
    def answer(self, request, response):
        <body>
        return response
class Index(CorsView):
    def get(self, request):
        response = HttpResponse("x")
        <aside>
        return self.answer(request, response)
    def options(self, request):
        return self.answer(request, HttpResponse(status=204))
urlpatterns = [path("", Index.as_view())]
""",
        ANSWER,
        FORBID,
    ),
    "method decorator": Place(
        "from functools import wraps\n"
        + HEAD
        + """
from django.utils.decorators import method_decorator
from django.views import View
<setup>
def cors(view):
    @wraps(view)
    def inner(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        <body>
        return response
    return inner
@method_decorator(cors, name="dispatch")
class Index(View):
    def get(self, request):
        response = HttpResponse("x")
        <aside>
        return response
urlpatterns = [path("", Index.as_view())]
""",
        ANSWER,
        FORBID,
    ),
    "before and after": Place(
        HEAD
        + """
<setup>
class CorsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        else:
            response = self.get_response(request)
        return self.process_response(request, response)
    def process_response(self, request, response):
        <body>
        return response
"""
        + PLAIN
        + ROUTES,
        ANSWER,
        FORBID,
    ),
    "constructor": Place(
        HEAD
        + """
<setup>
def index(request):
    headers = {"X-Kind": "data"}
    <body>
    return HttpResponse("x", headers=headers)
"""
        + ROUTES,
        ('return HttpResponse("x", headers=headers)',),
        FORBID,
        target="headers",
        writers=(template("{t}[{n}] = {v}"), template("{t}.update({{{n}: {v}}})")),
    ),
}
WRITERS = (
    template("{t}[{n}] = {v}"),
    template("{t}.headers[{n}] = {v}"),
    template("{t}.setdefault({n}, {v})"),
    template("{t}.headers.setdefault({n}, {v})"),
    template("{t}.__setitem__({n}, {v})"),
)
DJANGO = Dialect(
    name="django",
    reads=(
        '{r}.META.get("HTTP_ORIGIN")',
        '{r}.headers.get("Origin")',
        '{r}.META.get("HTTP_ORIGIN", "")',
        '{r}.headers.get("origin", "")',
        '{r}.headers["Origin"]',
        '{r}.META["HTTP_ORIGIN"]',
        '({r}.META["HTTP_ORIGIN"] if "HTTP_ORIGIN" in {r}.META else None)',
    ),
    named="{r}.headers.get({n})",
    method="{r}.method",
    writers=WRITERS,
    vary=('patch_vary_headers({t}, ["Origin"])', 'patch_vary_headers({t}, ("Origin",))'),
    places=PLACES,
)
