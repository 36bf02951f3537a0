"""asgi-cors: ``asgi_cors`` around an ASGI application, or ``asgi_cors_decorator``.

Executed with asgi-cors 1.0.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.allow_origin import AnyOrigin, Syntax
from corslint.evaluate.settle import placed
from corslint.evaluate.values.truth import truth
from corslint.libraries.asgi_cors.model import BYTES, Cors
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.judges import Judge, plain_or_judge
from corslint.libraries.kit.uses import Given, Signature, Use
from corslint.libraries.kit.whom import (
    Fits,
    Judged,
    Meaning,
    Meant,
    Untold,
    each,
    equal,
    everybody_if,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Effect, Observation, WrongType
from corslint.wire import ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN

KINDS = {
    "allow_all": Kind.SWITCH,
    "hosts": Kind.ORIGINS,
    "host_wildcards": Kind.ORIGINS,
    "callback": Kind.PATTERN,
    "headers": Kind.HEADERS,
    "methods": Kind.METHODS,
    "max_age": Kind.SWITCH,
}
AROUND = Signature(frozenset({"asgi_cors.asgi_cors"}), tuple(KINDS), ("app",))
DECORATOR = Signature(frozenset({"asgi_cors.asgi_cors_decorator"}), tuple(KINDS))
SPECIAL = re.compile(r"[*?\[]")
JOINED = "the text is taken apart, and its letters are sent as a list"
FAILS = (
    "it is put into the answer as text where servers want bytes, "
    "and answers to origins that get in are server errors"
)


def whom(use: Use) -> Iterator[Meant]:
    yield from everybody_if(use.given.get("allow_all"))
    if (given := use.given.get("callback")) is not None:
        yield from judged(use, given)
    if (given := use.given.get("hosts")) is not None:
        yield from each(given, host)
    if (given := use.given.get("host_wildcards")) is not None:
        yield from each(given, wildcard)


def judged(use: Use, given: Given) -> Iterator[Meant]:
    """The function is handed bytes, so that one which looks at them is not followed."""
    value = plain_or_judge(given.thing, use.study).value
    if isinstance(value, Judge) and isinstance(value.admits, AnyOrigin):
        yield meant(given.thing, given.place, Judged(value))
    elif value is not None:
        yield meant(given.thing, given.place, Untold(BYTES))


def host(value: object) -> Meaning:
    return equal(as_string(value))


def wildcard(value: object) -> Meaning:
    text = as_string(value)
    if isinstance(text, str) and SPECIAL.search(text):
        return Fits(text, syntax=Syntax.GLOB)
    return equal(text)


def as_string(value: object) -> object:
    """Bytes are compared as they are, and are as good as texts."""
    return value.decode("latin-1") if isinstance(value, bytes) else value


def faults(use: Use) -> Iterator[Observation]:
    yield from texts.switched("allow_all", use.given.get("allow_all"))
    for name in ("headers", "methods"):
        yield from texts.lettered(name, use.given.get(name), "a list of names", JOINED)
    given, everybody = use.given.get("max_age"), use.given.get("allow_all")
    if given is None or truth(given.thing) is not True:
        return
    if everybody is None or truth(everybody.thing) is not True:
        span, via = placed(*given)
        yield WrongType("max_age", "a value", "none", span, Effect.CLOSES, FAILS, via=via)


extract = extractor_of(
    "asgi_cors",
    Component(
        title="asgi-cors",
        package="asgi-cors",
        version="1.0.1",
        words=("asgi_cors",),
        reads=(AROUND, DECORATOR),
        build=Cors,
        kinds=KINDS,
        whom=whom,
        shown={
            ALLOW_ORIGIN: ("allow_all", "hosts"),
            ALLOW_HEADERS: "headers",
            ALLOW_METHODS: "methods",
        },
        opened={"hosts": ["https://app.example"]},
        remedy='List the origins that need access: `hosts=["https://app.example.com"]`.',
        vary_offered=False,
        faults=faults,
    ),
    markers=(b"asgi_cors",),
)
