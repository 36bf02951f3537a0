"""Litestar: ``CORSConfig``, which the application or a plugin is given.

Executed with litestar 2.25.0, 2.19.0 and 2.14.0. Below 2.20 origins are patterns.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corslint.evaluate.naming import names_of
from corslint.evaluate.things import Called, Const, Klass, Listing, Member, Thing
from corslint.libraries.kit.amended import amended
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.sites import BY_VERB, Serving
from corslint.libraries.kit.uses import Given, Passed, Signature, Use
from corslint.libraries.litestar.model import Config, Config14, Config19
from corslint.libraries.litestar.names import KINDS, ORIGINS
from corslint.libraries.litestar.whom import faults, whom, whom19
from corslint.observation import MixedWildcard
from corslint.policy import Policy
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

NAME = "litestar.config.cors.CORSConfig"
FINAL = "as it is in the end"
CALL = Signature(frozenset({NAME}), tuple(KINDS))
AMENDED = Signature(frozenset({f"{NAME}.{FINAL}"}), tuple(KINDS))
ROUTES = Serving(
    apps=frozenset({"litestar.Litestar", "litestar.app.Litestar"}),
    parts=frozenset({"litestar.Router", "litestar.router.Router"}),
    registers={**BY_VERB, "route": ()},
    listing=("http_method",),
    modules=("litestar", "litestar.handlers"),
    handed=True,
)
METHOD = re.compile(r"litestar\.(?:enums\.)?HttpMethod\.([A-Z]+)(?:\.value)?")
EMPTIED = "Where the pattern is to decide, give `allow_origins=[]` beside it."
OWN_CLASS = "a class of the project's own may set its own defaults"


def config(call: Called) -> Passed | None:
    """What it is told; what a subclass of the project's own makes of it is not known."""
    passed = AMENDED(call)
    if passed is None:
        return None
    given = {name: named(each) for name, each in passed.given.items()}
    own = isinstance(call.callee, Member) and isinstance(call.callee.owner, Klass)
    return replace(
        passed, given=given, missing=passed.missing or (OWN_CLASS if own else None)
    )


def named(given: Given) -> Given:
    """Members of ``HttpMethod`` are texts."""
    match given.thing:
        case Listing(kind, found, trace, complete):
            return given._replace(
                thing=Listing(kind, [*map(method, found)], trace, complete)
            )
        case _:
            return given


def method(thing: Thing) -> Thing:
    found = (METHOD.fullmatch(name) for name in names_of(thing))
    return next((Const(each[1], thing.trace) for each in found if each), thing)


def finished(_: Use, policy: Policy) -> Policy:
    """A pattern that the default outdoes needs no list of names, but an empty one."""
    seen = policy.observations
    alone = any(isinstance(each, MixedWildcard) and each.implicit for each in seen)
    return replace(policy, remedy=EMPTIED) if alone else policy


NEWEST = Component(
    title="Litestar",
    package="litestar",
    version="2.25.0",
    words=("CORSConfig",),
    reads=(config,),
    build=Config,
    kinds=KINDS,
    whom=whom,
    served=Served(ROUTES),
    shown={
        ALLOW_ORIGIN: ORIGINS,
        ALLOW_CREDENTIALS: "allow_credentials",
        ALLOW_METHODS: "allow_methods",
        ALLOW_HEADERS: "allow_headers",
        EXPOSE_HEADERS: "expose_headers",
        MAX_AGE: "max_age",
    },
    opened={ORIGINS: ["https://app.example"]},
    remedy='List the origins that need access: `allow_origins=["https://app.example.com"]`.',
    faults=faults,
    finish=finished,
    gather=amended(CALL, FINAL),
)
BEFORE20 = replace(NEWEST, version="2.19.0", build=Config19, whom=whom19)
BEFORE15 = replace(BEFORE20, version="2.15.1", build=Config14)

extract = extractor_of(
    "litestar",
    replace(NEWEST, older=(("2.15.2", BEFORE15), ("2.20", BEFORE20))),
    markers=(b"litestar", b"corsconfig"),
)
