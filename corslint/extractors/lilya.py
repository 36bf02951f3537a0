"""Lilya's own CORS middleware: ``DefineMiddleware(CORSMiddleware, allow_origins=[...])``.

Executed with lilya 0.29.0, and 0.26.2, 0.27.0 and 0.28.0 for what was different.
Esmerald and Ravyn hand out the same class (read in the source of 3.9.4 and 0.4.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.naming import names_of
from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Called, Const, Thing, Trace, Unknown
from corslint.libraries.kit import contained, texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.layers import Layered, difference
from corslint.libraries.kit.probing import Shown
from corslint.libraries.kit.uses import Given, Passed, Reads, Signature, Use
from corslint.libraries.kit.whom import Meant, fitted
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.lilya.model import Before027, Middleware
from corslint.observation import Observation
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    MAX_AGE,
)

ORIGINS, PATTERN, PRIVATE = "allow_origins", "allow_origin_regex", "allow_private_networks"
AROUND = "around_errors"
KINDS = {
    ORIGINS: Kind.ORIGINS,
    "allow_methods": Kind.METHODS,
    "allow_headers": Kind.HEADERS,
    "allow_credentials": Kind.SWITCH,
    PATTERN: Kind.PATTERN,
    PRIVATE: Kind.SWITCH,
    "expose_headers": Kind.HEADERS,
    "max_age": Kind.NUMBER,
}
SHOWN: Shown = {
    ALLOW_ORIGIN: (ORIGINS, PATTERN),
    ALLOW_CREDENTIALS: "allow_credentials",
    ALLOW_METHODS: "allow_methods",
    ALLOW_HEADERS: "allow_headers",
    ALLOW_PRIVATE_NETWORK: PRIVATE,
    EXPOSE_HEADERS: "expose_headers",
    MAX_AGE: "max_age",
}
CLASSES = frozenset(
    {
        "lilya.middleware.cors.CORSMiddleware",
        "esmerald.middleware.CORSMiddleware",
        "esmerald.middleware.cors.CORSMiddleware",
        "ravyn.middleware.CORSMiddleware",
        "ravyn.middleware.cors.CORSMiddleware",
    }
)
APPLICATIONS = frozenset({"lilya.apps.Lilya", "lilya.apps.ChildLilya"})
DECIDERS = frozenset(
    {
        "__call__",
        "__init__",
        "get_preflight_headers",
        "get_simple_headers",
        "preflight_response",
        "send",
        "set_explicit_origin",
        "simple_response",
        "validate_origin",
    }
)
MAKERS = frozenset({"DefineMiddleware", "Middleware", "add_middleware"})
SPLIT = "the text is taken apart, and its letters are sent as a list"
WRAPPED = "what it stands around is not known"


def reads(handed: int | None) -> tuple[Reads, ...]:
    """``handed``: how many options a maker hands on by their order, if not all."""
    signature = Signature(CLASSES, tuple(KINDS), ("app",))
    layer = replace(signature, positional=handed)

    def wraps(call: Called) -> Passed | None:
        """``CORSMiddleware(app, ...)``: around the application's own error handler, too."""
        found = signature(call)
        if found is None:
            return None
        own = difference(call.callee, DECIDERS)
        around = Given(stands_around(call), call.span)
        given = {AROUND: around} if own else {**found.given, AROUND: around}
        return replace(found, given=given, missing=own or found.missing)

    return Layered(layer, MAKERS, ("cls", "middleware"), DECIDERS, by_name=True), wraps


def stands_around(call: Called) -> Thing:
    keyword, positional = call.arguments.keyword("app"), call.arguments.positional
    wrapped = keyword.value if keyword else positional[0] if positional else None
    whole = wrapped is not None and not APPLICATIONS.isdisjoint(names_of(wrapped))
    trace = Trace(call.span)
    return Const(True, trace) if whole else Unknown(WRAPPED, trace)


def whom(use: Use) -> Iterator[Meant]:
    if (given := use.given.get(ORIGINS)) is not None:
        yield from contained.entries(given)
    yield from fitted(use.given.get(PATTERN))


def faults(use: Use) -> Iterator[Observation]:
    yield from mixture(use.given.get(ORIGINS), contained.EVERYBODY)
    yield from contained.strange(ORIGINS, use.given.get(ORIGINS))
    for name in ("allow_methods", "allow_headers", "expose_headers"):
        given = use.given.get(name)
        if given is not None and WILDCARD not in (as_text(given.thing) or WILDCARD):
            yield from texts.lettered(name, given, "a list of names", SPLIT)
    for name in ("allow_credentials", PRIVATE):
        yield from texts.switched(name, use.given.get(name))


NEWEST = Component(
    title="Lilya",
    package="lilya",
    version="0.29.0",
    words=("lilya", "esmerald", "ravyn"),
    reads=reads(None),
    build=Middleware,
    kinds={**KINDS, AROUND: Kind.SWITCH},
    whom=whom,
    shown=SHOWN,
    opened={ORIGINS: ["https://app.example"]},
    remedy='List the origins that need access: `allow_origins=["https://app.example.com"]`.',
    faults=faults,
)
BEFORE_0_28 = replace(NEWEST, reads=reads(0))
BEFORE_0_27 = replace(BEFORE_0_28, build=Before027)

extract = extractor_of(
    "lilya",
    replace(NEWEST, older=(("0.27.0", BEFORE_0_27), ("0.28.0", BEFORE_0_28))),
    markers=(b"corsmiddleware",),
)
