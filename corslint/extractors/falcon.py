"""Falcon's own CORS middleware: ``falcon.CORSMiddleware`` and ``App(cors_enable=True)``.

Executed with falcon 4.4.0; ``allow_private_network`` came after 4.0.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corslint.evaluate.naming import names_of
from corslint.evaluate.things import Called
from corslint.evaluate.values.truth import truth
from corslint.libraries.falcon.order import APPLICATIONS, placed
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.models import RefusedError, Reply
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.whom import (
    Everybody,
    Meaning,
    Meant,
    Untold,
    each,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.origin import WILDCARD
from corslint.policy import Policy
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    MAX_AGE,
    Request,
)

MIDDLEWARE = Signature(
    frozenset({"falcon.CORSMiddleware", "falcon.middleware.CORSMiddleware"}),
    ("allow_origins", "expose_headers", "allow_credentials", "allow_private_network"),
)
PRIVATE = ("access-control-request-private-network", "true")
INSIDE = 'the wildcard `"*"` may only be given as the text itself, not inside a collection'


def switched_on(call: Called) -> Passed | None:
    """``App(cors_enable=True)``: the middleware with its defaults."""
    switch = call.arguments.keyword("cors_enable")
    if switch is None or APPLICATIONS.isdisjoint(names_of(call.callee)):
        return None
    return Passed() if truth(switch.value) is True else None


class Middleware:
    """``falcon.CORSMiddleware``, built and asked like the original."""

    def __init__(
        self,
        allow_origins: object = WILDCARD,
        expose_headers: object = None,
        allow_credentials: object = None,
        allow_private_network: object = False,
    ) -> None:
        self.origins = several(allow_origins)
        self.exposed = joined(expose_headers)
        self.credentials = (
            frozenset() if allow_credentials is None else several(allow_credentials)
        )
        self.private_network = bool(allow_private_network)

    def respond(self, request: Request, reply: Reply) -> None:
        origin = request.origin
        if origin is None or not holds(self.origins, origin):
            return
        granted = holds(self.credentials, origin)
        if granted:
            reply.set(ALLOW_CREDENTIALS, "true")
        everybody = self.origins == WILDCARD and not granted
        reply.set(ALLOW_ORIGIN, WILDCARD if everybody else origin)
        if self.exposed:
            reply.set(EXPOSE_HEADERS, self.exposed)
        if request.preflight:
            reply.left_open(ALLOW_METHODS)
            reply.set(ALLOW_HEADERS, ",".join(request.asks_headers) or WILDCARD)
            reply.set(MAX_AGE, "86400")
            if self.private_network and PRIVATE in request.headers:
                reply.set(ALLOW_PRIVATE_NETWORK, "true")


def several(value: object) -> object:
    """``"*"``, or a set of texts; a text is one of them."""
    if value == WILDCARD:
        return WILDCARD
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, Iterable):
        raise TypeError(f"`{value}` is neither a text nor a collection of texts")
    found = frozenset(items)
    if WILDCARD in found:
        raise RefusedError(INSIDE)
    return found


def holds(known: object, origin: str) -> bool:
    return known == WILDCARD or (isinstance(known, frozenset) and origin in known)


def joined(names: object) -> str | None:
    if names is None or isinstance(names, str):
        return names
    if not isinstance(names, Iterable):
        raise TypeError(f"`{names}` is neither a text nor a collection of texts")
    return ", ".join(names)


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get("allow_origins")
    if given is None:
        if use.passed.missing is None:
            yield Meant(Everybody(implicit=True), use.call.span)
        return
    known = plain(given.thing)
    if not known.told:
        yield meant(given.thing, given.place, Untold(known.missing or ""))
    elif isinstance(known.value, str):
        yield meant(given.thing, given.place, one(known.value))
    else:
        yield from each(given, equal)


def one(text: str) -> Meaning:
    return Everybody() if text == WILDCARD else equal(text)


def finished(use: Use, policy: Policy) -> Policy:
    return policy if use.study is None else placed(policy, use.study)


extract = extractor_of(
    "falcon",
    Component(
        title="Falcon",
        package="falcon",
        version="4.4.0",
        words=("falcon",),
        reads=(MIDDLEWARE, switched_on),
        build=Middleware,
        kinds={
            "allow_origins": Kind.ORIGINS,
            "expose_headers": Kind.HEADERS,
            "allow_credentials": Kind.ORIGINS,
            "allow_private_network": Kind.SWITCH,
        },
        whom=whom,
        shown={
            ALLOW_ORIGIN: "allow_origins",
            ALLOW_CREDENTIALS: "allow_credentials",
            EXPOSE_HEADERS: "expose_headers",
            ALLOW_PRIVATE_NETWORK: "allow_private_network",
        },
        opened={"allow_origins": ["https://app.example"]},
        remedy='List the origins that need access: `allow_origins=["https://app.example.com"]`.',
        vary_offered=False,
        finish=finished,
    ),
    markers=(b"corsmiddleware", b"cors_enable"),
)
