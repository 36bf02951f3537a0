"""BentoML: ``@bentoml.service(http={"cors": {...}})``, and configuration files.

Executed with bentoml 1.4.39.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from corslint.evaluate.naming import names_of
from corslint.evaluate.things import Called, Const, Table, Thing
from corslint.evaluate.values.truth import truth
from corslint.libraries.bentoml.files import CORS, HTTP, SERVER, servers
from corslint.libraries.bentoml.model import (
    ENABLED,
    KINDS,
    METHODS,
    ORIGINS,
    REGEX,
    SHOWN,
    Server,
)
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside, OwnFile
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.plain import MORE, plain
from corslint.libraries.kit.texts import lettered
from corslint.libraries.kit.things import typed_by_pyyaml
from corslint.libraries.kit.uses import Given, Passed, Strange, Use, near
from corslint.libraries.kit.whom import Fits, Meant, Untold, each, meant, starred
from corslint.observation import Effect, Observation
from corslint.source import Source, Span, UnreadableSource
from corslint.syntax import yaml
from corslint.syntax.tree import Node, Sequence

NAMES = frozenset({"bentoml.service"})
NO_DOCUMENT = Sequence((), Span("", 1, 1, 1, 1))
DISABLED = f"without `{ENABLED}: True` BentoML adds no CORS headers"
IGNORED = "BentoML takes it without a word and does nothing with it"
EVERYBODY = "everybody is let in, and the names beside it count for nothing"
FALLS_APART = "the text is gone through letter by letter, and no method is one letter"


def service(call: Called) -> Passed | None:
    http = call.arguments.keyword("http")
    if http is None or NAMES.isdisjoint(names_of(call.callee)):
        return None
    cors = http.value.get("cors") if isinstance(http.value, Table) else None
    return None if cors is None else passed(cors, http.place)


def passed(cors: Thing, place: Span) -> Passed | None:
    """The options of the dict; None for one that says nothing, or says no."""
    if not isinstance(cors, Table):
        missing = plain(cors).missing
        return Passed(missing=missing) if missing else None
    given = {
        str(key.value): Given(value, place)
        for key, value in cors.entries
        if isinstance(key, Const)
    }
    switch = given.get(ENABLED)
    if (cors.complete and not given) or (switch and truth(switch.thing) is False):
        return None
    return Passed(
        {name: one for name, one in given.items() if name in KINDS},
        tuple(strangers(given)),
        missing=None if cors.complete else MORE,
        inactive=DISABLED if switch is None and cors.complete else None,
    )


def strangers(given: Mapping[str, Given]) -> Iterator[Strange]:
    for name, one in given.items():
        if name not in KINDS:
            meant = near(name, tuple(KINDS))
            yield Strange(name, one.thing.trace.span, meant, Effect.IGNORED, IGNORED)


def configuration(source: Source) -> Node:
    """The first document; the file may have any name, so what is no YAML is not it."""
    try:
        documents = yaml.parse(source)
    except UnreadableSource:
        documents = ()
    return documents[0] if documents else NO_DOCUMENT


def unsaid(given: Mapping[str, Given]) -> str | None:
    return None if ENABLED in given else DISABLED


def switched_off(given: Mapping[str, Given]) -> bool:
    return ENABLED in given and truth(given[ENABLED].thing) is False


def whom(use: Use) -> Iterator[Meant]:
    origins, regex = use.given.get(ORIGINS), use.given.get(REGEX)
    if origins is not None:
        known = plain(origins.thing).value
        if isinstance(known, str):
            yield meant(*origins, starred(known))
        else:
            yield from each(origins, starred)
    if regex is not None:
        found = plain(regex.thing)
        if isinstance(found.value, str):
            yield meant(*regex, Fits(found.value))
        elif not found.told:
            yield meant(*regex, Untold(found.missing or ""))


def faults(use: Use) -> Iterator[Observation]:
    yield from mixture(use.given.get(ORIGINS), EVERYBODY)
    methods = use.given.get(METHODS)
    if methods is not None and "*" not in str(plain(methods.thing).value):
        yield from lettered(METHODS, methods, "a list of methods", FALLS_APART)


extract = extractor_of(
    "bentoml",
    Component(
        title="BentoML",
        package="bentoml",
        version="1.4.39",
        words=("bentoml",),
        reads=(service,),
        build=Server,
        kinds=KINDS,
        whom=whom,
        shown=SHOWN,
        opened={ENABLED: True, ORIGINS: ["https://app.example"]},
        remedy=(
            "List the origins that need access: "
            '`"access_control_allow_origins": ["https://app.example.com"]`.'
        ),
        faults=faults,
        outside=Outside(
            tuple(Spelling(name, key=(SERVER, HTTP, CORS, name)) for name in KINDS),
            deciding=frozenset({ORIGINS, REGEX}),
            file=OwnFile(
                re.compile(r"\.ya?ml$", re.IGNORECASE),
                configuration,
                typed_by_pyyaml,
                servers,
            ),
            inactive=unsaid,
            off=switched_off,
            remedy=(
                "List the origins that need access: "
                '`access_control_allow_origins: ["https://app.example.com"]`.'
            ),
        ),
    ),
    markers=(b"bentoml", b"access_control_allow_origin"),
)
