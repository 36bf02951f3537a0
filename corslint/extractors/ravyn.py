"""Ravyn: ``Ravyn(cors_config=CORSConfig(allow_origins=[...]))``.

The configuration is checked by Pydantic and handed to Lilya's middleware. Executed with
ravyn 0.4.3 on lilya 0.29.0 and pydantic 2.14.3. Esmerald, which it was before, has the same
class (read in the source of 3.9.4; of 3.6.0 in another module).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.things import Called
from corslint.evaluate.values.truth import truth
from corslint.extractors.lilya import KINDS, ORIGINS, PATTERN, PRIVATE, SHOWN
from corslint.libraries.kit import contained
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.models import RefusedError
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.validated import strings, switch, whole
from corslint.libraries.kit.whom import Everybody, Meant, each, fitted, starred
from corslint.libraries.lilya.model import Middleware
from corslint.observation import Effect, Observation
from corslint.origin import WILDCARD

LISTS = (ORIGINS, "allow_methods", "allow_headers")
IGNORED = "Pydantic takes it without a word and leaves it out"
UNUSED = (
    "Ravyn builds no middleware from `allow_origins` of the application; write "
    "`cors_config=CORSConfig(allow_origins=[...])`"
)
MODULES = (
    "ravyn",
    "ravyn.core.config",
    "ravyn.core.config.cors",
    "esmerald",
    "esmerald.config",
    "esmerald.config.cors",
    "esmerald.core.config",
    "esmerald.core.config.cors",
)
CONFIG = Signature(
    frozenset(f"{module}.CORSConfig" for module in MODULES),
    tuple(KINDS),
    positional=0,
    effect=Effect.IGNORED,
    words=IGNORED,
)
APPLICATION = Signature(
    frozenset({"ravyn.Ravyn", "ravyn.applications.Ravyn"}),
    (ORIGINS,),
    positional=0,
    own=True,
)


class Configured(Middleware):
    """Lilya's middleware with what the configuration makes of its options."""

    def __init__(self, **given: object) -> None:
        lists = {name: given.get(name, [WILDCARD]) for name in LISTS}
        lists["expose_headers"] = given.get("expose_headers", [])
        switches = ("allow_credentials", PRIVATE)
        pattern = given.get(PATTERN)
        if not isinstance(pattern, str | None):
            raise RefusedError(f"`{PATTERN}` has to be a text")
        super().__init__(
            **{name: strings(name, value) for name, value in lists.items()},
            **{name: switch(name, given.get(name, False)) for name in switches},
            allow_origin_regex=pattern,
            max_age=whole("max_age", given.get("max_age", 600)),
        )


def application(call: Called) -> Passed | None:
    found = APPLICATION(call)
    given = found.given.get(ORIGINS) if found else None
    if found is None or given is None or truth(given.thing) is False:
        return None
    return replace(found, strange=(), inactive=UNUSED)


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get(ORIGINS)
    if given is not None:
        yield from each(given, starred)
    elif use.passed.missing is None:
        yield Meant(Everybody(implicit=True), use.call.span)
    yield from fitted(use.given.get(PATTERN))


def faults(use: Use) -> Iterator[Observation]:
    yield from mixture(use.given.get(ORIGINS), contained.EVERYBODY)


extract = extractor_of(
    "ravyn",
    Component(
        title="Ravyn",
        package="ravyn",
        version="0.4.3",
        words=("ravyn", "esmerald"),
        reads=(CONFIG, application),
        build=Configured,
        kinds=KINDS,
        whom=whom,
        shown=SHOWN,
        opened={ORIGINS: ["https://app.example"]},
        remedy=(
            "List the origins that need access: "
            '`CORSConfig(allow_origins=["https://app.example.com"])`.'
        ),
        faults=faults,
    ),
    markers=(b"corsconfig", b"ravyn("),
)
