"""What frameworks do with OPTIONS when a program has no answer of its own, as data.

Executed with http.server of CPython 3.11, aiohttp 3.14, Bottle 0.13, Django 5.2, Flask 3.1,
Starlette 1.10 (FastAPI 0.165) and Tornado 6.6; the tests ask all of them but Bottle again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Framework:
    """How one framework finds who answers a request.

    ``unanswered`` is the status that OPTIONS gets where nobody takes it, ``because`` the
    clause that says so. ``apps`` and ``parts`` are the functions that make applications and
    what is later added to one (blueprints, routers). ``bases`` are its handler classes,
    whose methods are named after HTTP methods with ``prefix``; the headers of the methods
    ``always`` are on every answer of such a class, those of ``before`` on every one but
    errors. ``automatic``: OPTIONS is answered before any view or class is asked.
    ``sealed``: what a class sends is all that is sent, there are no hooks around it.
    """

    name: str
    unanswered: int
    because: str
    apps: frozenset[str] = NONE
    parts: frozenset[str] = NONE
    bases: frozenset[str] = NONE
    prefix: str = ""
    always: frozenset[str] = NONE
    before: frozenset[str] = NONE
    automatic: bool = False
    sealed: bool = False
    registers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Functions that make a route of a view, and the methods that each stands for; none
    where an argument ``methods`` says so, GET by default."""


BY_VERB = {verb.lower(): (verb,) for verb in ("GET", "HEAD", "POST", "PUT", "PATCH")} | {
    "delete": ("DELETE",),
    "options": ("OPTIONS",),
}

FLASK = Framework(
    name="Flask",
    unanswered=200,
    because="Flask answers OPTIONS by itself, without the view that sends the headers",
    apps=frozenset({"flask.Flask"}),
    parts=frozenset({"flask.Blueprint"}),
    bases=frozenset({"flask.views.MethodView"}),
    automatic=True,
    registers={**BY_VERB, "route": (), "add_url_rule": ()},
)
STARLETTE = Framework(
    name="Starlette",
    unanswered=405,
    because="OPTIONS is answered with 405, as no route takes it",
    apps=frozenset({"fastapi.FastAPI", "starlette.applications.Starlette"}),
    parts=frozenset(
        {"fastapi.APIRouter", "fastapi.routing.APIRouter", "starlette.routing.Router"}
    ),
    bases=frozenset({"starlette.endpoints.HTTPEndpoint"}),
    registers={
        **BY_VERB,
        "route": (),
        "api_route": (),
        "add_route": (),
        "add_api_route": (),
    },
)
AIOHTTP = Framework(
    name="aiohttp",
    unanswered=405,
    because="aiohttp answers OPTIONS with 405, as no route takes it",
    apps=frozenset({"aiohttp.web.Application"}),
    parts=frozenset({"aiohttp.web.RouteTableDef"}),
    bases=frozenset({"aiohttp.web.View"}),
    registers={
        **BY_VERB,
        **{f"add_{verb}": methods for verb, methods in BY_VERB.items()},
        "route": (),
        "add_route": (),
    },
)
BOTTLE = Framework(
    name="Bottle",
    unanswered=405,
    because="Bottle answers OPTIONS with 405, as no route takes it",
    apps=frozenset({"bottle.Bottle", "bottle.app", "bottle.default_app"}),
    registers={
        **{name: verb for name, verb in BY_VERB.items() if name not in {"head", "options"}},
        "route": (),
    },
)
TORNADO = Framework(
    name="Tornado",
    unanswered=405,
    because="Tornado answers OPTIONS with 405, as the class has no method `options`",
    bases=frozenset({"tornado.web.RequestHandler", "tornado.web.StaticFileHandler"}),
    always=frozenset({"set_default_headers"}),
    before=frozenset({"initialize", "prepare"}),
    sealed=True,
)
HTTP_SERVER = Framework(
    name="http.server",
    unanswered=501,
    because="http.server answers OPTIONS with 501, as the class has no method `do_OPTIONS`",
    bases=frozenset(
        {
            "http.server.BaseHTTPRequestHandler",
            "http.server.SimpleHTTPRequestHandler",
            "http.server.CGIHTTPRequestHandler",
        }
    ),
    prefix="do_",
    always=frozenset({"end_headers", "send_response"}),
    sealed=True,
)
DJANGO = Framework(
    name="Django",
    unanswered=200,
    because="Django answers OPTIONS by itself, with headers of its own only",
    bases=frozenset(
        {
            "django.views.View",
            "django.views.generic.View",
            "django.views.generic.TemplateView",
            "django.views.generic.base.View",
        }
    ),
    always=frozenset({"dispatch"}),
)

DJANGO_VIEW = Framework(
    name="Django",
    unanswered=405,
    because="`require_http_methods` answers OPTIONS with 405, before the view is asked",
    registers={"path": ("*",), "re_path": ("*",), "url": ("*",)},
)
"""A view that is a function and says which methods it takes; others are asked anyway."""

FRAMEWORKS = (FLASK, STARLETTE, AIOHTTP, BOTTLE, TORNADO, HTTP_SERVER, DJANGO)

HARMLESS_BASES = frozenset(
    {
        "object",
        "ABC",
        "abc.ABC",
        "Generic",
        "typing.Generic",
        "Protocol",
        "typing.Protocol",
        "socketserver.ThreadingMixIn",
    }
)
"""Bases that have nothing to do with requests."""


def of_base(name: str) -> Framework | None:
    """The framework whose handler class ``name`` is."""
    return next((each for each in FRAMEWORKS if name in each.bases), None)


def of_maker(name: str) -> tuple[Framework, bool] | None:
    """The framework whose applications or routers ``name`` makes; True for applications."""
    for each in FRAMEWORKS:
        if name in each.apps or name in each.parts:
            return each, name in each.apps
    return None
