"""FastMCP: ``mcp.http_app(allowed_origins=[...], host_origin_protection=True)``.

A guard that answers 403 to other Origins, and that is off unless it is switched on.
Executed with fastmcp 4.1.2; 4.1.6 has the same default.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.things import Called, Member, Symbol
from corslint.extractors.mcp import REMEDY, guarding
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.texts import lettered
from corslint.libraries.kit.uses import Given, Passed, Use
from corslint.libraries.kit.whom import Meant, each
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.mcp.fast import ORIGINS, PROTECTION, Guard, meaning
from corslint.observation import Observation

METHODS = frozenset(
    {
        "create_sse_app",
        "create_streamable_http_app",
        "http_app",
        "run",
        "run_async",
        "run_http_async",
    }
)
OPTIONS = (ORIGINS, PROTECTION)
OFF = (
    f"nothing looks at `{ORIGINS}` unless `{PROTECTION}=True` stands beside it, or "
    "`FASTMCP_HTTP_HOST_ORIGIN_PROTECTION` is set"
)
EVERYBODY = "every page may send requests, and the names beside it count for nothing"


def told(call: Called) -> Passed | None:
    """The server may come from another file: what counts are the options."""
    match call.callee:
        case Member(name=name) | Symbol(name=name) if name.rpartition(".")[2] in METHODS:
            pass
        case _:
            return None
    given = {
        each.name: Given(each.value, each.place)
        for each in call.arguments.keywords
        if each.name in OPTIONS
    }
    if ORIGINS not in given or plain(given[ORIGINS].thing).value is None:
        return None
    return Passed(given, inactive=OFF if is_off(given.get(PROTECTION)) else None)


def is_off(given: Given | None) -> bool:
    known = None if given is None else plain(given.thing)
    return known is None or (known.told and known.value in (None, False))


def whom(use: Use) -> Iterator[Meant]:
    yield from each(use.given[ORIGINS], meaning)


def faults(use: Use) -> Iterator[Observation]:
    yield from lettered(ORIGINS, use.given.get(ORIGINS), "a list of origins")
    yield from mixture(use.given.get(ORIGINS), EVERYBODY)


extract = extractor_of(
    "fastmcp",
    Component(
        title="FastMCP",
        package="fastmcp",
        version="4.1.2",
        words=("fastmcp",),
        reads=(told,),
        build=Guard,
        kinds={ORIGINS: Kind.ORIGINS, PROTECTION: Kind.SWITCH},
        whom=whom,
        shown={},
        opened={ORIGINS: ["https://app.example"], PROTECTION: True},
        remedy=REMEDY,
        vary_offered=False,
        faults=faults,
        finish=guarding,
    ),
    markers=(b"allowed_origins",),
)
