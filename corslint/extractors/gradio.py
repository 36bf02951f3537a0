"""Gradio: ``demo.launch(auth=..., strict_cors=...)`` and ``gr.mount_gradio_app``.

There is no list of origins: asked by a public name it sends every Origin back, with cookies
allowed, and its cookie is sent from other pages. That matters once somebody signs in, so
only such calls are policies, and those that let ``null`` in. Executed with gradio 6.31.0,
and with 6.23.1, as is every release before 6.25: there an application's own middleware adds
its headers, and Gradio's stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from corslint.evaluate.naming import names_of
from corslint.evaluate.study import Study
from corslint.evaluate.things import Called, Const, Member, Thing
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit.component import Component, every, extractor_of
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.uses import Given, Passed, Use
from corslint.libraries.kit.whom import Equals, Everybody, Meant, Untold, meant
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.starlette.calls import registers
from corslint.origin import NULL
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    MAX_AGE,
    VARY,
    Request,
)

STRICT, SIGNING_IN = "strict_cors", ("auth", "auth_dependency")
LAUNCH, MOUNT = "launch", "gradio.mount_gradio_app"
MOUNTS = frozenset({MOUNT, "gradio.routes.mount_gradio_app"})
PUBLIC = "gradio.example"
HERE = frozenset({"localhost", "127.0.0.1", "0.0.0.0"})
METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
BY_HOST = "who else gets in depends on the name by which the server is asked"


def told(call: Called) -> Passed | None:
    mounted = not MOUNTS.isdisjoint(names_of(call.callee))
    launched = isinstance(call.callee, Member) and call.callee.name == LAUNCH
    if not (mounted or launched):
        return None
    given = {
        each.name: Given(each.value, each.place)
        for each in call.arguments.keywords
        if each.name in (STRICT, *SIGNING_IN)
    }
    lax = STRICT in given and truth(given[STRICT].thing) is False
    return Passed(given) if lax or any(map(signs_in, given.items())) else None


def signs_in(option: tuple[str, Given]) -> bool:
    name, given = option
    return name in SIGNING_IN and not is_nothing(given.thing)


def is_nothing(thing: Thing) -> bool:
    return isinstance(thing, Const) and not thing.value


class Server:
    """``CustomCORSMiddleware``; ``Host`` decides, and a public one is taken for granted."""

    def __init__(self, strict_cors: object = True, **_: object) -> None:
        self.local = HERE if strict_cors else HERE | {NULL}

    def respond(self, request: Request, reply: Reply) -> None:
        if request.origin is None:
            return
        fits = self.fits(host_of(request), request.origin)
        if request.preflight:
            reply.status = 200
            reply.add(ALLOW_METHODS, METHODS)
            reply.add(MAX_AGE, "600")
        reply.add(ALLOW_CREDENTIALS, "true")
        if fits:
            reply.add(ALLOW_ORIGIN, request.origin)
        if request.preflight and request.asks_headers:
            reply.add(ALLOW_HEADERS, ",".join(request.asks_headers))
        elif fits and not request.preflight:
            reply.add(VARY, "Origin")

    def fits(self, host: str, origin: str) -> bool:
        return host not in self.local or named(origin) in self.local


def host_of(request: Request) -> str:
    hosts = (value for name, value in request.headers if name.lower() == "host")
    return named(next(hosts, PUBLIC))


def named(address: str) -> str:
    try:
        return urlsplit(address if "://" in address else f"http://{address}").hostname or ""
    except ValueError:
        return ""


def whom(use: Use) -> Iterator[Meant]:
    if any(map(signs_in, use.given.items())):
        yield Meant(Everybody(implicit=True), use.call.span)
    elif STRICT in use.given:
        yield meant(*use.given[STRICT], Equals(NULL))
        yield Meant(Untold(BY_HOST), use.call.span)


def not_answered(found: Iterable[Use]) -> Iterator[Use]:
    """An application with a CORS middleware answers for what is mounted there."""
    for use in found:
        mounted = not MOUNTS.isdisjoint(names_of(use.call.callee))
        if not (mounted and use.study and has_its_own(use.study)):
            yield use


def has_its_own(study: Study) -> bool:
    return any(registers(call) for call, _ in study.calls())


REMEDY = (
    "Gradio has no list of its own: mount it, `gr.mount_gradio_app(app, demo, "
    'path="/")`, in a FastAPI application that has `app.add_middleware(CORSMiddleware, '
    'allow_origins=["https://app.example.com"])`, which then answers instead; and '
    "leave `strict_cors` on."
)
TOO_OLD = "Below 6.25 Gradio answers even so: update it first. "

NEWEST = Component(
    title="Gradio",
    package="gradio",
    version="6.31.0",
    words=("gradio",),
    reads=(told,),
    build=Server,
    kinds={STRICT: Kind.SWITCH, **dict.fromkeys(SIGNING_IN, Kind.SWITCH)},
    whom=whom,
    shown={ALLOW_ORIGIN: STRICT},
    opened={},
    remedy=REMEDY,
    chosen=not_answered,
)
EARLIER = replace(NEWEST, version="6.24.0", remedy=TOO_OLD + REMEDY, chosen=every)

extract = extractor_of(
    "gradio",
    replace(NEWEST, older=(("6.25", EARLIER),)),
    markers=(b"gradio",),
)
