"""Cornice: ``cors_*`` options of services, resources and views on Pyramid.

Executed with cornice 6.1.0 on pyramid 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from corslint.allow_origin import Syntax
from corslint.libraries.cornice.calls import (
    ALWAYS,
    OF_VIEWS,
    PARAMETERS,
    chosen,
    service,
    settings,
    view,
)
from corslint.libraries.cornice.model import CREDENTIALS, HEADERS, ORIGINS, Service
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import (
    Everybody,
    Fits,
    Meaning,
    Meant,
    Untold,
    each,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Observation
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

WINS = "everybody is let in, and the entries beside it count for nothing"
SPECIAL = re.compile(r"[*?\[]")
KINDS = {
    ORIGINS: Kind.ORIGINS,
    CREDENTIALS: Kind.SWITCH,
    HEADERS: Kind.HEADERS,
    "cors_max_age": Kind.NUMBER,
    "cors_expose_all_headers": Kind.SWITCH,
    "cors_enabled": Kind.SWITCH,
}


def whom(use: Use) -> Iterator[Meant]:
    for name in (ORIGINS, OF_VIEWS + ORIGINS):
        given = use.given.get(name)
        if given is None:
            continue
        known = plain(given.thing)
        if not known.told:
            yield meant(given.thing, given.place, Untold(known.missing or ""))
        elif isinstance(known.value, Collection) and not isinstance(known.value, str):
            yield from each(given, entry)
        else:
            yield meant(given.thing, given.place, entry(known.value))


def entry(value: object) -> Meaning:
    if value == WILDCARD:
        return Everybody()
    if isinstance(value, str) and SPECIAL.search(value):
        return Fits(value, syntax=Syntax.GLOB)
    return equal(value)


def faults(use: Use) -> Iterator[Observation]:
    """``*`` in a list with others."""
    for name in (ORIGINS, OF_VIEWS + ORIGINS):
        yield from mixture(use.given.get(name), WINS)


extract = extractor_of(
    "cornice",
    Component(
        title="Cornice",
        package="cornice",
        version="6.1.0",
        words=("cornice",),
        reads=(service, view, settings),
        build=Service,
        kinds={
            **KINDS,
            **{OF_VIEWS + name: KINDS[name] for name in PARAMETERS},
            ALWAYS: Kind.SWITCH,
        },
        whom=whom,
        shown={
            ALLOW_ORIGIN: ORIGINS,
            ALLOW_CREDENTIALS: (OF_VIEWS + CREDENTIALS, CREDENTIALS),
            ALLOW_HEADERS: HEADERS,
            EXPOSE_HEADERS: HEADERS,
            MAX_AGE: (OF_VIEWS + "cors_max_age", "cors_max_age"),
        },
        opened={ORIGINS: ["https://app.example"]},
        remedy='List the origins that need access: `cors_origins=("https://app.example.com",)`.',
        vary_offered=False,
        faults=faults,
        chosen=chosen,
    ),
    markers=(b"cornice",),
)
