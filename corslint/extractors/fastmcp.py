"""FastMCP: ``mcp.http_app(allowed_origins=[...], host_origin_protection=True)``.

A guard that answers 403 to other Origins, and that is off unless it is switched on.
Executed with fastmcp 4.1.2; 4.1.6 has the same default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.things import Called, Member, Symbol
from corslint.extractors.mcp import REMEDY, UNGUARDED, guarding
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.texts import lettered
from corslint.libraries.kit.uses import Given, Passed, Use
from corslint.libraries.kit.whom import Everybody, Meant, each, items, meant
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.mcp.fast import (
    HOSTS,
    ORIGINS,
    PROTECTION,
    Guard,
    bare_host,
    meaning,
)
from corslint.observation import Observation, Unguarded
from corslint.origin import WILDCARD

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
OPTIONS = (ORIGINS, PROTECTION, HOSTS)
OFF = (
    f"nothing looks at `{ORIGINS}` unless `{PROTECTION}=True` stands beside it, or "
    "`FASTMCP_HTTP_HOST_ORIGIN_PROTECTION` is set"
)
ANY_HOST = (
    "every Host is allowed (`{}`), and a page of that name is taken for the server's own"
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
    given = {name: one for name, one in given.items() if told_something(one)}
    if ORIGINS in given:
        return Passed(given, inactive=OFF if is_off(given.get(PROTECTION)) else None)
    on = HOSTS in given and not is_off(given.get(PROTECTION))
    return Passed(given) if on or switched_off(given) else None


def told_something(given: Given) -> bool:
    known = plain(given.thing)
    return not (known.told and known.value is None)


def switched_off(given: Mapping[str, Given]) -> bool:
    """Whether somebody wrote that there is no guard."""
    return PROTECTION in given and plain(given[PROTECTION].thing).value is False


def is_off(given: Given | None) -> bool:
    known = None if given is None else plain(given.thing)
    return known is None or (known.told and known.value in (None, False))


def whom(use: Use) -> Iterator[Meant]:
    if ORIGINS in use.given:
        yield from each(use.given[ORIGINS], meaning)
    elif switched_off(use.given):
        yield meant(*use.given[PROTECTION], Everybody())


def faults(use: Use) -> Iterator[Observation]:
    yield from lettered(ORIGINS, use.given.get(ORIGINS), "a list of origins")
    yield from mixture(use.given.get(ORIGINS), EVERYBODY)
    if not switched_off(use.given):
        yield from every_host(use.given.get(HOSTS))
    elif ORIGINS not in use.given:
        yield Unguarded(placed(*use.given[PROTECTION])[0], UNGUARDED.format(PROTECTION))


def every_host(given: Given | None) -> Iterator[Observation]:
    """What a page sends to its own host name is from the server's own origin, then."""
    for thing in items(given.thing) if given else ():
        text = as_text(thing)
        if given and text is not None and bare_host(text) == WILDCARD:
            yield Unguarded(placed(thing, given.place)[0], ANY_HOST.format(text))


extract = extractor_of(
    "fastmcp",
    Component(
        title="FastMCP",
        package="fastmcp",
        version="4.1.2",
        words=("fastmcp",),
        reads=(told,),
        build=Guard,
        kinds={ORIGINS: Kind.ORIGINS, PROTECTION: Kind.SWITCH, HOSTS: Kind.HOSTS},
        whom=whom,
        shown={},
        opened={ORIGINS: ["https://app.example"], PROTECTION: True},
        remedy=REMEDY,
        vary_offered=False,
        faults=faults,
        finish=guarding,
    ),
    markers=(b"allowed_origins", b"host_origin_protection"),
)
