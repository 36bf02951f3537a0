"""``hug.get("/").allow_origins("https://...")``, with other links of the chain between."""

from __future__ import annotations

from dataclasses import replace

from corslint.evaluate.naming import names_of
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Listing,
    Made,
    Member,
    Symbol,
    Thing,
    Trace,
)
from corslint.libraries.hug.model import ROUTE
from corslint.libraries.kit.layers import without_positional
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Given, Passed, Signature
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN

CHAINED = Signature(
    frozenset(),
    ("methods", "max_age", "credentials", "headers"),
    positional=0,
    own=True,
)
ROUTERS = "hug.route.API."
DEPTH = 20


def route(call: Called) -> Passed | None:
    """``hug.get("/").allow_origins("https://...")``, with other words between them."""
    match call.callee:
        case Member(name="allow_origins", owner=Made() as owner) if of_hug(owner):
            pass
        case _:
            return None
    found = CHAINED.read(call, without_positional(call.arguments))
    listed = Listing(
        "list",
        list(call.arguments.positional),
        Trace(call.span),
        call.arguments.complete,
    )
    given = {**found.given, ROUTE: fixed(call, True)}
    given["api"] = fixed(call, has_api(owner))
    if call.arguments.positional or not call.arguments.complete:
        given["origins"] = Given(listed, call.span)
    shown = {
        ALLOW_ORIGIN: "origins",
        ALLOW_CREDENTIALS: "credentials",
        ALLOW_METHODS: "methods",
        ALLOW_HEADERS: "headers",
    }
    return replace(found, given=given, shown=shown)


def fixed(call: Called, value: bool) -> Given:
    return Given(Const(value, Trace(call.span)), call.span)


def of_hug(owner: Thing) -> bool:
    return any(name.startswith("hug.") for name in names_of(owner))


def has_api(thing: Thing, depth: int = 0) -> bool:
    """Whether a link of the chain says which API the route belongs to."""
    match thing:
        case Made(callee=callee, arguments=arguments) if depth < DEPTH:
            return says_api(callee, arguments) or has_api(callee, depth + 1)
        case Member(owner=owner) if depth < DEPTH:
            return has_api(owner, depth + 1)
        case _:
            return False


def says_api(callee: Thing, arguments: Arguments) -> bool:
    named = arguments.keyword("api")
    if named is not None and plain(named.value).value is not None:
        return True
    match callee:
        case Member(name="api"):
            return True
        case Symbol(name=name):
            return f"{name}.".startswith(ROUTERS)
        case _:
            return False
