"""Azure Functions Core Tools: ``local.settings.json`` and ``func start --cors``.

Read in the source of Azure Functions Core Tools 4.14.0. All of it is for the developer's
own machine: in Azure others decide, and ``host.json`` never does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corslint.evaluate.things import Const, Listing
from corslint.libraries.azure_functions_core_tools.files import (
    FILE,
    HOST,
    MISPLACED,
    settings,
)
from corslint.libraries.azure_functions_core_tools.model import (
    CREDENTIALS,
    NOT_ASCII,
    ORIGINS,
    Host,
    entries,
    lowered,
    switch,
    text_of,
)
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside, OwnFile
from corslint.libraries.kit.faults import beside_star
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Given, Use
from corslint.libraries.kit.whom import (
    Dead,
    Equals,
    Everybody,
    Meaning,
    Meant,
    Untold,
    each,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Effect, Observation
from corslint.origin import NULL, WILDCARD, malformed
from corslint.policy import Policy
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN, VARY

NOT_HERE = (
    "nothing reads CORS settings here: on the developer's machine they are `CORS` under "
    "`Host` in `local.settings.json`, in Azure those that the portal, `az functionapp cors "
    "add` or `siteConfig.cors` name"
)
AMONG = (
    "`*` stands for everybody only where it is alone; here it is compared with the Origin "
    "like the others, and no page has that one"
)
GIVEN_UP = "the tool gives the whole file up then, and starts without any of its settings"
COMMAS = (
    'a text with commas between the origins, such as `"https://a.example,http://b.example"`'
)


def inactive(given: Mapping[str, Given]) -> str | None:
    return None if ORIGINS in given else NOT_HERE


def off(given: Mapping[str, Given]) -> bool:
    """An empty text says nothing."""
    told = given.get(ORIGINS)
    return told is not None and isinstance(told.thing, Const) and not told.thing.value


def whom(use: Use) -> Iterator[Meant]:
    given, granted = use.given[ORIGINS], use.given.get(CREDENTIALS)
    known = plain(given.thing)
    if granted is not None and unknown_switch(granted):
        yield meant(*given, Dead(str(known.value), "stands in a file that is given up"))
    elif isinstance(given.thing, Listing):
        yield from each(given, unread)
    elif not known.told:
        yield meant(*given, Untold(known.missing or ""))
    else:
        found = entries(text_of(known.value)) or []
        for entry in found:
            alone = entry == WILDCARD and len(found) == 1
            yield meant(*given, Everybody() if alone else entry_of(entry))


def unread(value: object) -> Meaning:
    return Dead(str(value), "stands in a list, which is not read")


def entry_of(entry: str) -> Meaning:
    """Upper case does no harm."""
    if not entry.isascii():
        return Untold(NOT_ASCII)
    origin = lowered(entry)
    fits = origin == NULL or (malformed(origin) is None and origin != WILDCARD)
    return Equals(entry, (origin,)) if fits else Equals(origin)


def faults(use: Use) -> Iterator[Observation]:
    given, granted = use.given[ORIGINS], use.given.get(CREDENTIALS)
    known = plain(given.thing)
    if known.told and text_of(known.value) is None:
        yield texts.wrong(ORIGINS, given, COMMAS, Effect.CLOSES, GIVEN_UP)
    elif known.told:
        found = entries(text_of(known.value)) or []
        things = [(Const(each, given.thing.trace), given.place) for each in found]
        yield from beside_star(things, AMONG)
    if granted is not None and unknown_switch(granted):
        wanted = "`true` or `false`"
        yield texts.wrong(CREDENTIALS, granted, wanted, Effect.CLOSES, GIVEN_UP)


def unknown_switch(given: Given) -> bool:
    known = plain(given.thing)
    return known.told and switch(known.value) is None


def on_this_machine(_: Use, policy: Policy) -> Policy:
    """Nobody but the developer is served, and no cache stands between."""
    return replace(policy, development=True, cacheable=False)


extract = extractor_of(
    "azure_functions_core_tools",
    Component(
        title="Azure Functions Core Tools",
        package="azure-functions-core-tools",
        version="4.14.0",
        words=(),
        reads=(),
        build=Host,
        kinds={ORIGINS: Kind.ORIGIN_TEXT, CREDENTIALS: Kind.SWITCH},
        whom=whom,
        shown={ALLOW_ORIGIN: ORIGINS, ALLOW_CREDENTIALS: CREDENTIALS, VARY: ORIGINS},
        opened={ORIGINS: "https://app.example"},
        remedy=(
            "Name the origins that need access, with commas and nothing else between them: "
            '`"Host": {"CORS": "http://localhost:3000"}`.'
        ),
        faults=faults,
        finish=on_this_machine,
        outside=Outside(
            (
                Spelling(ORIGINS, flags=("--cors",), key=(HOST, ORIGINS)),
                Spelling(
                    CREDENTIALS,
                    flags=("--cors-credentials",),
                    key=(HOST, CREDENTIALS),
                    alone=True,
                ),
                Spelling(MISPLACED, key=(MISPLACED,)),
            ),
            deciding=frozenset({ORIGINS, MISPLACED}),
            programs=(("func", "start"), ("func", "host", "start")),
            file=OwnFile(FILE, settings),
            inactive=inactive,
            off=off,
        ),
    ),
    markers=(b'"cors', b"--cors"),
)
