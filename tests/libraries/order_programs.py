"""Programs in which something stands before a CORS layer, or behind it, by name.

A program is its files; ``main.py`` makes ``app``, and ``kind`` is how that is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import indent

import odd_orders


@dataclass(frozen=True)
class Program:
    """``library`` is the one that reads it, ``route`` what it is asked for."""

    library: str
    kind: str
    files: Mapping[str, str]
    route: str = "/"


def put(form: str, **parts: str) -> str:
    for name, text in parts.items():
        form = form.replace(f"<{name}>", text)
    return form


def bodies(refusal: str, raised: str, request: str = "request") -> dict[str, str]:
    """What guards do before they let pass, which they do by coming to their end.

    ``refusal`` is the statement that answers 401, ``raised`` the one that raises it.
    """
    token = f"{request}.headers.get('Authorization')"
    return {
        "refuses": f"if not {token}:\n    {refusal}\n",
        "nested": f"if {request}.path != '/health':\n    if not {token}:\n        {refusal}\n",
        "raises": f"if not {token}:\n    {raised}\n",
        "helped": f"if not allowed({request}):\n    {refusal}\n",
        "finally": f"try:\n    token = {token}\nfinally:\n    seen = True\nif not token:\n    {refusal}\n",
        "passes": f"if {request}.method != 'OPTIONS' and not {token}:\n    {refusal}\n",
        "one path": f"if {request}.path == '/health':\n    {refusal}\n",
        "looks": f"seen = {token}\n",
    }


HELPER = "def allowed(request):\n    return bool(request.headers.get('Authorization'))\n"


def inside(text: str, depth: int = 1) -> str:
    return indent(text, "    " * depth)


# Flask and Quart

FLASK = """\
from flask import Flask, abort, request
from flask_cors import CORS

app = Flask("app", root_path=".")
<before>

<helper>
@app.before_request
def guard():
<body>

@app.route("/", methods=["GET", "PUT"])
def index():
    return "ok"


<after>
"""
QUART = """\
from quart import Quart, abort, request
from quart_cors import cors

app = Quart("app", root_path=".")
<before>

<helper>
@app.before_request
async def guard():
<body>

@app.route("/", methods=["GET", "PUT"])
async def index():
    return "ok"


<after>
"""


def of_hooks(
    form: str, library: str, kind: str, cors: str
) -> Iterator[tuple[str, Program]]:
    for name, body in bodies("return 'no', 401", "abort(401)").items():
        parts = {"body": inside(body), "helper": HELPER + "\n" if "allowed" in body else ""}
        for place, before, after in (("behind", cors, ""), ("before", "", cors)):
            code = put(form, before=before, after=after, **parts)
            yield f"{name}, {place}", Program(library, kind, {"main.py": code})


# Sanic

SANIC = """\
from sanic import Sanic, text
from sanic.exceptions import Unauthorized
<imported>
Sanic.test_mode = True
app = Sanic("m")
app.config.TOUCHUP = False
<before>

<helper>
@app.<register>
async def guard(request):
<body>

@app.route("/", methods=["GET", "PUT"])
async def index(request):
    return text("ok")


<after>
"""
SANIC_LAYERS = {
    "sanic_ext": (
        "from sanic_ext import Extend",
        'app.config.CORS_ORIGINS = "https://a.example"\nExtend(app)',
    ),
    "sanic_cors": (
        "from sanic_cors import CORS",
        'CORS(app, origins=["https://a.example"])',
    ),
}


def of_sanic(library: str) -> Iterator[tuple[str, Program]]:
    imported, cors = SANIC_LAYERS[library]
    made = bodies("return text('no', status=401)", "raise Unauthorized('no')")
    for name, body in made.items():
        registers = {"": "on_request"}
        if name == "refuses":
            registers |= {
                ", late": "on_request(priority=-99)",
                ", early": "on_request(priority=99)",
                ", earlier": "on_request(priority=100)",
                ", nearly": "on_request(priority=98)",
                ", by name": 'middleware("request")',
            }
        for more, register in registers.items():
            for place, before, after in (("behind", cors, ""), ("before", "", cors)):
                code = put(
                    SANIC,
                    imported=imported,
                    before=before,
                    after=after,
                    register=register,
                    body=inside(body),
                    helper=HELPER + "\n" if "allowed" in body else "",
                )
                yield f"{name}{more}, {place}", Program(library, "asgi", {"main.py": code})


# Litestar

LITESTAR = """\
from litestar import Litestar, Request, Response, asgi, get, put
from litestar.config.cors import CORSConfig
from litestar.exceptions import NotAuthorizedException
from litestar.middleware import AbstractMiddleware

cors = CORSConfig(allow_origins=["https://a.example"])


<guard>
@get("/")
async def index() -> str:
    return "ok"


@put("/")
async def replace() -> str:
    return "ok"


app = Litestar([index, replace], cors_config=cors, <given>)
"""
LITESTAR_GUARDS = {
    "middleware": (
        "class Guard(AbstractMiddleware):\n"
        "    async def __call__(self, scope, receive, send):\n"
        "        if not Request(scope).headers.get('Authorization'):\n"
        "            raise NotAuthorizedException()\n"
        "        await self.app(scope, receive, send)\n\n\n",
        "middleware=[Guard]",
    ),
    "middleware that answers": (
        "class Guard(AbstractMiddleware):\n"
        "    async def __call__(self, scope, receive, send):\n"
        "        if not Request(scope).headers.get('Authorization'):\n"
        "            answer = Response('no', status_code=401).to_asgi_response(None, Request(scope))\n"
        "            await answer(scope, receive, send)\n"
        "            return\n"
        "        await self.app(scope, receive, send)\n\n\n",
        "middleware=[Guard]",
    ),
    "before_request": (
        "async def guard(request: Request) -> Response | None:\n"
        "    if not request.headers.get('Authorization'):\n"
        "        return Response('no', status_code=401)\n"
        "    return None\n\n\n",
        "before_request=guard",
    ),
    "guards": (
        "def guard(connection, _):\n"
        "    if not connection.headers.get('Authorization'):\n"
        "        raise NotAuthorizedException()\n\n\n",
        "guards=[guard]",
    ),
}


def of_litestar() -> Iterator[tuple[str, Program]]:
    for name, (guard, given) in LITESTAR_GUARDS.items():
        code = put(LITESTAR, guard=guard, given=given)
        yield name, Program("litestar", "asgi", {"main.py": code})


# aiohttp

AIOHTTP = """\
from aiohttp import web
<imported>

<helper>
@web.middleware
async def guard(request, handler):
<body>    return await handler(request)


async def index(request):
    return web.Response(text="ok")


app = web.Application(<given>)
<after>
"""
AIOHTTP_CORS = """\
cors = aiohttp_cors.setup(app, defaults={"https://a.example": aiohttp_cors.ResourceOptions(allow_headers="*")})
resource = cors.add(app.router.add_resource("/"))
cors.add(resource.add_route("GET", index))
cors.add(resource.add_route("PUT", index))"""
AIOHTTP_ROUTES = """\
app.router.add_get("/", index)
app.router.add_put("/", index)"""
AIOHTTP_OWN = 'cors_middleware(origins=["https://a.example"], allow_headers=["authorization"], allow_methods=["GET", "PUT"])'


def of_aiohttp() -> Iterator[tuple[str, Program]]:
    made = bodies(
        "return web.Response(text='no', status=401)", "raise web.HTTPUnauthorized()"
    )
    made["catches"] = (
        "try:\n    return await handler(request)\n"
        "except web.HTTPException:\n    return web.Response(text='no', status=401)\n"
    )
    for name, body in made.items():
        parts = {"body": inside(body), "helper": HELPER + "\n" if "allowed" in body else ""}
        code = put(
            AIOHTTP,
            imported="import aiohttp_cors\n",
            given="middlewares=[guard]",
            after=AIOHTTP_CORS,
            **parts,
        )
        yield f"aiohttp_cors, {name}", Program("aiohttp_cors", "aiohttp", {"main.py": code})
        for place, given in (
            ("behind", f"middlewares=[{AIOHTTP_OWN}, guard]"),
            ("before", f"middlewares=[guard, {AIOHTTP_OWN}]"),
        ):
            code = put(
                AIOHTTP,
                imported="from aiohttp_middlewares import cors_middleware\n",
                given=given,
                after=AIOHTTP_ROUTES,
                **parts,
            )
            program = Program("aiohttp_middlewares", "aiohttp", {"main.py": code})
            yield f"aiohttp_middlewares, {name}, {place}", program
    parts = {"body": inside(made["refuses"]), "helper": ""}
    for place, lines in (
        (
            "appended behind",
            (f"app.middlewares.append({AIOHTTP_OWN})", "app.middlewares.append(guard)"),
        ),
        (
            "appended before",
            ("app.middlewares.append(guard)", f"app.middlewares.append({AIOHTTP_OWN})"),
        ),
    ):
        code = put(
            AIOHTTP,
            imported="from aiohttp_middlewares import cors_middleware\n",
            given="",
            after="\n".join((*lines, AIOHTTP_ROUTES)),
            **parts,
        )
        program = Program("aiohttp_middlewares", "aiohttp", {"main.py": code})
        yield f"aiohttp_middlewares, {place}", program
    code = put(
        AIOHTTP,
        imported="import aiohttp_cors\n",
        given="",
        after=f"app.middlewares.append(guard)\n{AIOHTTP_CORS}",
        **parts,
    )
    yield "aiohttp_cors, appended", Program("aiohttp_cors", "aiohttp", {"main.py": code})


# Falcon

FALCON = """\
import falcon


<helper>
class Guard:
    def process_request(self, req, resp):
<body>

class Index:
    def on_get(self, req, resp):
        resp.text = "ok"

    on_put = on_get


app = falcon.App(<given>)
app.add_route("/", Index())
<after>
"""
FALCON_HELPER = "def allowed(req):\n    return bool(req.get_header('Authorization'))\n\n\n"
FALCON_BODIES = {
    "raises": "if not req.get_header('Authorization'):\n    raise falcon.HTTPUnauthorized()\n",
    "read as auth": "if req.auth is None:\n    raise falcon.HTTPUnauthorized()\n",
    "completes": "if not req.get_header('Authorization'):\n    resp.status = 401\n    resp.complete = True\n",
    "helped": "if not allowed(req):\n    raise falcon.HTTPUnauthorized()\n",
    "passes": "if req.method != 'OPTIONS' and not req.get_header('Authorization'):\n    raise falcon.HTTPUnauthorized()\n",
    "one path": "if req.path == '/health':\n    raise falcon.HTTPUnauthorized()\n",
    "looks": "req.context.seen = req.get_header('Authorization')\n",
}
FALCON_OWN = 'falcon.CORSMiddleware(allow_origins="https://a.example")'
FALCON_GIVEN = {
    "behind": (f"middleware=[{FALCON_OWN}, Guard()]", ""),
    "before": (f"middleware=[Guard(), {FALCON_OWN}]", ""),
    "enabled": ("cors_enable=True, middleware=[Guard()]", ""),
    "enabled, added": ("cors_enable=True", "app.add_middleware(Guard())"),
    "added behind": ("", f"app.add_middleware({FALCON_OWN})\napp.add_middleware(Guard())"),
    "added before": ("", f"app.add_middleware(Guard())\napp.add_middleware({FALCON_OWN})"),
    "dependent, behind": (
        f"middleware=[{FALCON_OWN}, Guard()], independent_middleware=False",
        "",
    ),
    "dependent, before": (
        f"middleware=[Guard(), {FALCON_OWN}], independent_middleware=False",
        "",
    ),
}


def of_falcon() -> Iterator[tuple[str, Program]]:
    for name, body in FALCON_BODIES.items():
        for place, (given, after) in FALCON_GIVEN.items():
            code = put(
                FALCON,
                body=inside(body, 2),
                given=given,
                after=after,
                helper=FALCON_HELPER if "allowed" in body else "",
            )
            yield f"{name}, {place}", Program("falcon", "wsgi", {"main.py": code})


# Tornado

TORNADO = """\
from tornado.web import Application, HTTPError, RequestHandler


class Index(RequestHandler):
<body>
    def get(self):
        self.write("ok")

    def put(self):
        self.write("ok")

    def options(self):
        self.set_status(204)


app = Application([("/", Index)])
"""
TORNADO_SENDS = """\
self.set_header("Access-Control-Allow-Origin", "https://a.example")
self.set_header("Access-Control-Allow-Methods", "GET, PUT")
self.set_header("Access-Control-Allow-Headers", "authorization")
"""
TORNADO_REFUSES = "if not self.request.headers.get('Authorization'):\n    <refusal>\n"
TORNADO_PASSES = "if self.request.method != 'OPTIONS' and not self.request.headers.get('Authorization'):\n    <refusal>\n"
RAISED = "raise HTTPError(401)"
FINISHED = "self.set_status(401)\n    self.finish()"


def of_tornado() -> Iterator[tuple[str, Program]]:
    sends = TORNADO_SENDS
    for name, test, refusal in (
        ("raises", TORNADO_REFUSES, RAISED),
        ("finishes", TORNADO_REFUSES, FINISHED),
        ("passes", TORNADO_PASSES, RAISED),
    ):
        check = test.replace("<refusal>", refusal)
        ways = {
            "defaults": f"def set_default_headers(self):\n{inside(sends)}\ndef prepare(self):\n{inside(check)}",
            "prepared, behind": f"def prepare(self):\n{inside(sends + check)}",
            "prepared, before": f"def prepare(self):\n{inside(check + sends)}",
        }
        for place, body in ways.items():
            code = put(TORNADO, body=inside(body))
            yield (
                f"{name}, {place}",
                Program("response_headers", "tornado", {"main.py": code}),
            )


# Django

SETTINGS = """\
SECRET_KEY = "x"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["corsheaders"]
CORS_ALLOWED_ORIGINS = ["https://a.example"]
MIDDLEWARE = [
<stack>]
<more>
"""
URLS = """\
from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("", lambda request: HttpResponse("ok"))]
"""
DJANGO_MAIN = """\
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
from django.core.wsgi import get_wsgi_application

app = get_wsgi_application()
"""
CORS = "corsheaders.middleware.CorsMiddleware"
DJANGO_HEAD = """\
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.deprecation import MiddlewareMixin

"""
CLASS = """\
class Guard:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
<body>        return self.get_response(request)
"""
MIXIN = "class Guard(MiddlewareMixin):\n    def process_request(self, request):\n<body>"
VIEWED = """\
class Guard:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
<body>"""
FUNCTION = """\
def Guard(get_response):
    def guarded(request):
<body>        return get_response(request)

    return guarded
"""
DECORATED = (
    """\
from django.utils.decorators import sync_and_async_middleware


@sync_and_async_middleware
"""
    + FUNCTION
)


def of_django() -> Iterator[tuple[str, Program]]:
    made = bodies("return HttpResponse('no', status=401)", "raise PermissionDenied")
    forms = {"class": CLASS, "mixin": MIXIN, "view": VIEWED, "function": FUNCTION}
    for form, text in forms.items():
        for name, body in made.items():
            if form == "view" and name not in {"refuses", "raises"}:
                continue
            helper = HELPER + "\n\n" if "allowed" in body else ""
            code = DJANGO_HEAD + helper + text.replace("<body>", inside(body, 2))
            yield from of_stack(f"{form}, {name}", ["guards.Guard"], guards=code)
    code = DJANGO_HEAD + DECORATED.replace("<body>", inside(made["refuses"], 2))
    yield from of_stack("decorated function", ["guards.Guard"], guards=code)
    yield from of_stack(
        "sessions",
        ["django.contrib.sessions.middleware.SessionMiddleware"],
        "SESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'\n",
    )
    yield from of_stack("whitenoise", ["whitenoise.middleware.WhiteNoiseMiddleware"])
    yield from of_stack("conditional", ["django.middleware.http.ConditionalGetMiddleware"])
    yield from of_stack(
        "login",
        [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
        ],
        "SESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'\nLOGIN_URL = '/login'\nINSTALLED_APPS += ['django.contrib.contenttypes', 'django.contrib.auth']\n",
    )
    yield from of_stack(
        "redirect",
        ["django.middleware.security.SecurityMiddleware"],
        "SECURE_SSL_REDIRECT = True\n",
    )


def of_stack(
    name: str, stack: list[str], more: str = "", **files: str
) -> Iterator[tuple[str, Program]]:
    for place, order in (("behind", [CORS, *stack]), ("before", [*stack, CORS])):
        listed = "".join(f'    "{each}",\n' for each in order)
        given = {
            "settings.py": put(SETTINGS, stack=listed, more=more),
            "urls.py": URLS,
            "main.py": DJANGO_MAIN,
            **{f"{key}.py": text for key, text in files.items()},
        }
        yield f"{name}, {place}", Program("django_cors_headers", "wsgi", given)


def of_certain() -> Iterator[tuple[str, Program]]:
    kinds = {"flask": ("flask_cors", "wsgi"), "aiohttp": ("aiohttp_middlewares", "aiohttp")}
    for name, code in odd_orders.on_certain_paths():
        yield name, Program(*kinds[name], {"main.py": code}, odd_orders.ADMIN)


def of_odd() -> Iterator[tuple[str, Program]]:
    for name, code in odd_orders.flask():
        yield f"flask, {name}", Program("flask_cors", "wsgi", {"main.py": code})
    for name, kind, code in odd_orders.falcon():
        yield f"falcon, {name}", Program("falcon", kind, {"main.py": code})
    for name, code in odd_orders.aiohttp():
        program = Program("aiohttp_middlewares", "aiohttp", {"main.py": code})
        yield f"aiohttp, {name}", program


PROGRAMS: dict[str, Program] = {
    f"{library}: {name}": program
    for library, found in (
        (
            "flask",
            of_hooks(
                FLASK, "flask_cors", "wsgi", 'CORS(app, origins=["https://a.example"])'
            ),
        ),
        (
            "quart",
            of_hooks(
                QUART,
                "quart_cors",
                "asgi",
                'app = cors(app, allow_origin=["https://a.example"], allow_headers=["authorization"])',
            ),
        ),
        ("sanic_ext", of_sanic("sanic_ext")),
        ("sanic_cors", of_sanic("sanic_cors")),
        ("litestar", of_litestar()),
        ("aiohttp", of_aiohttp()),
        ("falcon", of_falcon()),
        ("tornado", of_tornado()),
        ("django", of_django()),
        ("odd", of_odd()),
        ("certain paths", of_certain()),
    )
    for name, program in found
}
