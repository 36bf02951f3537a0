"""FastMCP: ``mcp.http_app(allowed_origins=[...], host_origin_protection=True)``.

The variables ``FASTMCP_HTTP_ALLOWED_ORIGINS`` and ``FASTMCP_HTTP_HOST_ORIGIN_PROTECTION``
say the same. A guard that answers 403 to other Origins, and is off unless switched on.
Executed with fastmcp 4.1.2; 4.1.6 has the same default.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.things import Called, Member, Symbol
from corslint.extractors.mcp import REMEDY, UNGUARDED, guarding
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.flags import Spelling
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
from corslint.observation import Observation, RefusedSetting, Unguarded
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
VARIABLES = {
    ORIGINS: "FASTMCP_HTTP_ALLOWED_ORIGINS",
    PROTECTION: "FASTMCP_HTTP_HOST_ORIGIN_PROTECTION",
}
ALONE = (
    f"nothing looks at `{VARIABLES[ORIGINS]}` unless `{VARIABLES[PROTECTION]}` is on as "
    f"well, or the code says `{PROTECTION}=True`"
)
NO_LIST = (
    f"FastMCP raises an error at start: `{VARIABLES[ORIGINS]}` has to be a list of texts, "
    'written in JSON, such as `["https://app.example.com"]`'
)
SWITCHES = {
    **dict.fromkeys(("1", "on", "t", "true", "y", "yes"), True),
    **dict.fromkeys(("0", "off", "f", "false", "n", "no"), False),
}
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
    given = use.given.get(ORIGINS)
    if use.study is not None:
        yield from lettered(ORIGINS, given, "a list of origins")
    elif given is not None and not listed(given):
        yield RefusedSetting(placed(*given)[0], NO_LIST)
    yield from mixture(given, EVERYBODY)
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


def listed(given: Given) -> bool:
    """Whether Pydantic takes what a variable holds, as far as that is known."""
    known = plain(given.thing)
    value = known.value
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return texts or value is None or not known.told


def switch(text: str) -> bool:
    """As Pydantic reads it, but for ``auto``. Raises ValueError for what it refuses."""
    if (found := SWITCHES.get(text.lower())) is None:
        raise ValueError(text)
    return found


def idle(given: Mapping[str, Given]) -> str | None:
    return ALONE if is_off(given.get(PROTECTION)) else None


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
        outside=Outside(
            (
                Spelling(ORIGINS, variables=(VARIABLES[ORIGINS],), reads=json.loads),
                Spelling(PROTECTION, variables=(VARIABLES[PROTECTION],), reads=switch),
            ),
            deciding=frozenset({ORIGINS}),
            inactive=idle,
            remedy=(
                "List the origins of the pages that may send requests, as JSON: "
                f"`{VARIABLES[ORIGINS]}='[\"https://app.example.com\"]'`."
            ),
        ),
    ),
    markers=(b"allowed_origins", b"host_origin_protection"),
)
