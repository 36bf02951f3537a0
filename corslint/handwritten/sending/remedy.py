"""How to write an allowlist and its Vary, in the way in which the code writes its headers.

Executed with Flask 3.1 (Werkzeug 3.1), Django 5.2, Starlette 1.10, aiohttp 3.14, Tornado
6.6 and http.server of CPython 3.11; the tests run each example again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corslint.evaluate.naming import reason_of
from corslint.evaluate.things import Called, Event, Instance, Made, Member, Stored, Unknown
from corslint.handwritten.sending.effects import HeaderEffect

EXAMPLE = """ALLOWED = {{"https://app.example.com"}}
origin = {origin}
if origin in ALLOWED:
    {allow}
{vary}"""


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of code reads the Origin, and how it writes and adds to a header."""

    origin: str
    allow: str
    vary: str

    @property
    def example(self) -> str:
        return EXAMPLE.format(origin=self.origin, allow=self.allow, vary=self.vary)


REQUEST = 'request.headers.get("Origin")'
RESPONSE = 'response.headers["Access-Control-Allow-Origin"] = origin'

WERKZEUG = Style(REQUEST, RESPONSE, 'response.vary.add("Origin")')
MULTIDICT = Style(REQUEST, RESPONSE, 'response.headers.add("Vary", "Origin")')
STARLETTE = Style(REQUEST, RESPONSE, 'response.headers.add_vary_header("Origin")')
DJANGO = Style(
    REQUEST,
    'response["Access-Control-Allow-Origin"] = origin',
    'patch_vary_headers(response, ["Origin"])  # from django.utils.cache',
)
TORNADO = Style(
    'self.request.headers.get("Origin")',
    'self.set_header("Access-Control-Allow-Origin", origin)',
    'self.add_header("Vary", "Origin")',
)
HTTP_SERVER = Style(
    'self.headers.get("Origin")',
    'self.send_header("Access-Control-Allow-Origin", origin)',
    'self.send_header("Vary", "Origin")',
)
ANY = Style(
    REQUEST, RESPONSE, '# then add "Origin" to the Vary header, or set it if none is there'
)

BY_MODULE = {
    "flask": WERKZEUG,
    "quart": WERKZEUG,
    "werkzeug": WERKZEUG,
    "django": DJANGO,
    "rest_framework": DJANGO,
    "fastapi": STARLETTE,
    "starlette": STARLETTE,
    "aiohttp": MULTIDICT,
    "tornado": TORNADO,
}
"""Styles by the packages that a file imports; the first that fits, in this order."""


def style(effect: HeaderEffect, modules: Iterable[str]) -> Style:
    """The style of the code that writes a header, in a file that imports ``modules``."""
    event = effect.event
    if isinstance(event, Called) and (found := by_method(event)) is not None:
        return found
    packages = {name.partition(".")[0] for name in modules}
    fallback = DJANGO if on_the_response(event) else ANY
    return next((BY_MODULE[name] for name in BY_MODULE if name in packages), fallback)


def by_method(event: Called) -> Style | None:
    """A method that only one kind of handler has, called on the handler itself."""
    match event.callee:
        case Member(owner=Instance(), name="set_header" | "add_header"):
            return TORNADO
        case Member(owner=Instance(), name="send_header"):
            return HTTP_SERVER
        case _:
            return None


def on_the_response(event: Event) -> bool:
    """``response[...] = ...``, which only one kind of response takes."""
    match event:
        case Stored(target=Made() | Unknown() as target, attribute=False):
            return "header" not in reason_of(target)
        case _:
            return False
