"""BlackSheep: ``Application.use_cors`` and ``Application.add_cors_policy``.

Executed with blacksheep 2.6.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.things import Called, Member, Unknown
from corslint.libraries.blacksheep.model import Cors, split
from corslint.libraries.kit import texts
from corslint.libraries.kit.admission import admitted
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.sites import ADD_VERB, BY_VERB, Serving
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.whom import (
    Equals,
    Everybody,
    Meaning,
    Meant,
    each,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Observation, RefusedSetting
from corslint.origin import WILDCARD
from corslint.policy import Policy, nothing
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

KINDS = {
    "allow_methods": Kind.METHODS,
    "allow_headers": Kind.HEADERS,
    "allow_origins": Kind.ORIGINS,
    "allow_credentials": Kind.SWITCH,
    "max_age": Kind.NUMBER,
    "expose_headers": Kind.HEADERS,
}
APPLICATIONS = (
    "blacksheep.Application",
    "blacksheep.server.Application",
    "blacksheep.server.application.Application",
)
NO_METHODS = (
    "BlackSheep answers every request that has an Origin with 400: "
    "`allow_methods` names no method"
)
WRITE_METHODS = 'Name the methods that pages need: `allow_methods=["GET", "POST"]`.'
WINS = "everybody is let in, and the origins beside it count for nothing"


def method(name: str, *first: str) -> Signature:
    names = frozenset(f"{each}.{name}" for each in APPLICATIONS)
    return Signature(names, tuple(KINDS), first, positional=0)


ROUTES = Serving(
    apps=frozenset(APPLICATIONS),
    parts=frozenset(
        {
            "blacksheep.Router",
            "blacksheep.server.controllers.Router",
            "blacksheep.server.routing.Router",
        }
    ),
    registers={**BY_VERB, **ADD_VERB, "route": ()},
    modules=("blacksheep", "blacksheep.server.controllers", "blacksheep.server.routing"),
)
USE = method("use_cors")
NAMED = method("add_cors_policy", "policy_name")


def use_cors(call: Called) -> Passed | None:
    return read(USE, "use_cors", call)


def add_cors_policy(call: Called) -> Passed | None:
    """A policy by name, which routes are given with ``@app.cors(name)``."""
    passed = read(NAMED, "add_cors_policy", call)
    if passed is None:
        return None
    named = call.arguments.keyword("policy_name")
    first = named.value if named else next(iter(call.arguments.positional), None)
    name = None if first is None else as_text(first)
    return replace(passed, scope=(name,)) if name else passed


def read(signature: Signature, name: str, call: Called) -> Passed | None:
    """A method of the application, which may have been handed in."""
    match call.callee:
        case Member(owner=Unknown(), name=called) if called == name:
            return signature.read(call, call.arguments)
        case _:
            return signature(call)


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get("allow_origins")
    if given is None or closed(use):
        return
    known = plain(given.thing)
    entries: Iterable[Meant]
    if isinstance(known.value, str):
        found = [entry(text) for text in split(known.value)] if known.value else []
        entries = (meant(given.thing, given.place, one) for one in found)
    else:
        entries = each(given, entry)
    yield from entries


def closed(use: Use) -> bool:
    """Whether no method is allowed, so that nobody gets in."""
    given = use.given.get("allow_methods")
    if given is None:
        return use.passed.missing is None
    known = plain(given.thing)
    return known.told and known.missing is None and not known.value


def entry(value: object) -> Meaning:
    if value == WILDCARD:
        return Everybody()
    if not isinstance(value, str):
        return equal(value)
    return Equals(value, admitted(value.lower()))


def answering(use: Use, policy: Policy) -> Policy:
    """Origins that are listed, while no method is: every one of them is refused."""
    given = use.given.get("allow_origins")
    if given is None or not closed(use):
        return policy
    seen = RefusedSetting(placed(*given)[0], NO_METHODS, WRITE_METHODS)
    return replace(
        policy,
        observations=(*policy.observations, seen),
        allow_methods=nothing(policy.span),
        allow_headers=nothing(policy.span),
        expose_headers=nothing(policy.span),
        max_age=nothing(policy.span),
    )


def faults(use: Use) -> Iterator[Observation]:
    yield from texts.switched("allow_credentials", use.given.get("allow_credentials"))
    if not closed(use):
        yield from mixture(use.given.get("allow_origins"), WINS)


extract = extractor_of(
    "blacksheep",
    Component(
        title="BlackSheep",
        package="blacksheep",
        version="2.6.4",
        words=("blacksheep",),
        reads=(use_cors, add_cors_policy),
        build=Cors,
        kinds=KINDS,
        whom=whom,
        shown={
            ALLOW_ORIGIN: "allow_origins",
            ALLOW_CREDENTIALS: "allow_credentials",
            ALLOW_METHODS: "allow_methods",
            ALLOW_HEADERS: "allow_headers",
            EXPOSE_HEADERS: "expose_headers",
            MAX_AGE: "max_age",
        },
        opened={"allow_origins": ["https://app.example"], "allow_methods": ["*"]},
        remedy='List the origins that need access: `allow_origins=["https://app.example.com"]`.',
        faults=faults,
        served=Served(ROUTES),
        finish=answering,
    ),
    markers=(b"use_cors", b"add_cors_policy"),
)
