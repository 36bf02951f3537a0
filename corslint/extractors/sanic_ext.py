"""Sanic Extensions: ``app.config.CORS_*``, ``Extend(app, config=...)`` and ``@cors(...)``.

Executed with sanic-ext 25.12.0. Up to 24.12 an origin may go on behind an entry.
"""

from __future__ import annotations

from dataclasses import replace

from corslint.evaluate.things import Called, Symbol
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.uses import Given, Passed, Strange, Use, near
from corslint.libraries.sanic_ext.hooks import hooked
from corslint.libraries.sanic_ext.model import Extensions, Extensions24
from corslint.libraries.sanic_ext.names import ALLOW_HEADERS as HEADERS
from corslint.libraries.sanic_ext.names import (
    CREDENTIALS,
    KINDS,
    MAX_AGE,
    METHODS,
    ORIGINS,
    OTHERS,
    ROUTE,
    SERVED,
    SETTINGS,
)
from corslint.libraries.sanic_ext.names import EXPOSE_HEADERS as EXPOSED
from corslint.libraries.sanic_ext.routes import ROUTES
from corslint.libraries.sanic_ext.settings import gathered
from corslint.libraries.sanic_ext.whom import faults, whom, whom24
from corslint.policy import Policy
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
)
from corslint.wire import MAX_AGE as AGE

REMEDY = (
    "List the origins that need access: "
    '`app.config.CORS_ORIGINS = ["https://app.example.com"]`.'
)
SHOWN = {
    ALLOW_ORIGIN: (ORIGINS, "origin"),
    ALLOW_CREDENTIALS: (CREDENTIALS, "supports_credentials"),
    ALLOW_METHODS: (METHODS, "allow_methods"),
    ALLOW_HEADERS: (HEADERS, "allow_headers"),
    EXPOSE_HEADERS: (EXPOSED, "expose_headers"),
    AGE: (MAX_AGE, "max_age"),
}
"""The key and the parameter of ``@cors`` that decide about each header."""


def settings(call: Called) -> Passed | None:
    """What the configuration, and ``@cors``, come to."""
    match call.callee:
        case Symbol(name=name) if name == SETTINGS:
            pass
        case _:
            return None
    known = (*KINDS, *OTHERS, *ROUTE)
    keywords = call.arguments.keywords
    given = {each.name: each for each in keywords if each.name in known}
    shown = {header: route for header, (_, route) in SHOWN.items() if route in given}
    return Passed(
        {name: Given(each.value, each.place) for name, each in given.items()},
        tuple(
            Strange(each.name, each.span, near(each.name, tuple(ROUTE)))
            for each in keywords
            if each.name not in known and each.name.islower() and " " not in each.name
        ),
        shown=shown,
    )


def finished(use: Use, policy: Policy) -> Policy:
    return policy if use.study is None else hooked(policy, use.study)


NEWEST = Component(
    title="Sanic Extensions",
    package="sanic-ext",
    version="25.12.0",
    words=("sanic",),
    reads=(settings,),
    build=Extensions,
    kinds={**KINDS, **ROUTE},
    whom=whom,
    shown={header: key for header, (key, _) in SHOWN.items()},
    opened={ORIGINS: "https://app.example"},
    remedy=REMEDY,
    faults=faults,
    finish=finished,
    gather=gathered,
    served=Served(ROUTES, told=SERVED),
)

BEFORE = replace(NEWEST, version="24.12.0", build=Extensions24, whom=whom24)

extract = extractor_of(
    "sanic_ext", replace(NEWEST, older=(("25.12", BEFORE),)), markers=(b"sanic",)
)
