"""wsgicors: ``wsgicors.CORS`` around a WSGI application.

Executed with wsgicors 0.7.0; headers that are no strings also behind wsgiref, waitress 3.0,
cheroot 11, gunicorn 27 (500) and Werkzeug 3.1 (sent as ``str`` writes them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.allow_origin import Syntax
from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.things import Called, Const, Keyword, Table
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.texts import wrong
from corslint.libraries.kit.uses import (
    SPREAD,
    Given,
    Passed,
    Signature,
    Strange,
    Use,
    at_home,
)
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Fits,
    Meaning,
    Meant,
    Untold,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.wsgicors.model import COPY, Cors, entries
from corslint.observation import Effect, MixedWildcard, Observation
from corslint.origin import WILDCARD
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

KINDS = {
    "origin": Kind.ORIGIN_TEXT,
    "methods": Kind.METHOD_TEXT,
    "headers": Kind.HEADER_TEXT,
    "expose_headers": Kind.HEADER_TEXT,
    "credentials": Kind.SWITCH_TEXT,
    "maxage": Kind.NUMBER_TEXT,
}
IGNORED = "it is taken without a word, and counts for nothing"
DIRECT = Signature(
    frozenset({"wsgicors.CORS"}),
    tuple(KINDS),
    first=("application", "cfg"),
    positional=0,
    effect=Effect.IGNORED,
    words=IGNORED,
)
FACTORY = Signature(frozenset({"wsgicors.make_middleware"}), (), ("app", "cfg"))
POLICY, STRATEGY, DENY = "policy", "matchstrategy", "deny"
SEVERAL = "it chooses among several policies, or by the method"
NO_POLICY = "no `policy` is named, so it counts for nothing and nobody gets in"
NOT_TRUE = 'only the string `"true"` switches it on, and so cookies are not allowed'
NO_HEADER = (
    "a header has to be a string: gunicorn, waitress and wsgiref answer every preflight "
    "with a server error, and only Werkzeug's development server sends it"
)
SPECIAL = re.compile(r"[*?\[]")
CAPITALS = "has capital letters, and the Origin is put into small letters before"
LEFT_OUT = "`*` beside others is left out, and only the others get in"


def cors(call: Called) -> Passed | None:
    """Options by name, or by the names of policies in a table or as keywords."""
    arguments = call.arguments
    passed = DIRECT(call)
    if passed is None:
        return None if FACTORY(call) is None else named(call, everything(call))
    if arguments.keyword(POLICY) is not None:
        found = by_name(arguments.keywords) if arguments.complete else None
        return named(call, found)
    if passed.given or passed.strange or passed.missing:
        return passed
    return named(call, everything(call))


def by_name(keywords: tuple[Keyword, ...]) -> dict[str, Given]:
    return {each.name: Given(each.value, each.place) for each in keywords}


def everything(call: Called) -> dict[str, Given] | None:
    """The table, and keywords over it; None where that cannot be read."""
    arguments = call.arguments
    keywords = by_name(arguments.keywords)
    keyword = keywords.pop("cfg", None)
    for name in ("app", "application"):
        keywords.pop(name, None)
    config = keyword.thing if keyword else next(iter(arguments.positional[1:]), None)
    if not arguments.complete:
        return None
    match config:
        case None | Const(value=None):
            return keywords
        case Table(entries=found, complete=True):
            table = {
                text: Given(one, placed(one, one.trace.span)[0])
                for key, one in found
                if (text := as_text(key))
            }
            return {**table, **keywords}
        case _:
            return None


def named(call: Called, found: dict[str, Given] | None) -> Passed:
    """The options of the one policy that is named."""
    if found is None:
        return Passed(missing=SPREAD)
    if POLICY not in found:
        return Passed(strange=tuple(uncounted(found)))
    name = as_text(found[POLICY].thing)
    if name is None or "," in name or STRATEGY in found:
        return Passed(missing=SEVERAL)
    prefix = f"{name.strip()}_"
    given = {
        option: at_home(one, call)
        for key, one in found.items()
        if key.startswith(prefix) and (option := key.split(prefix)[-1]) in KINDS
    }
    return Passed({} if name.strip() == DENY else given)


def uncounted(found: dict[str, Given]) -> Iterator[Strange]:
    """Options without a policy that they belong to."""
    for name, given in found.items():
        place = placed(*given)[0]
        yield Strange(name, place, effect=Effect.IGNORED, words=NO_POLICY)


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get("origin")
    if given is None:
        return
    known = plain(given.thing)
    if not known.told:
        yield meant(given.thing, given.place, Untold(known.missing or ""))
    elif known.value in (COPY, WILDCARD):
        yield meant(given.thing, given.place, Everybody())
    elif isinstance(known.value, str):
        for entry in filter(None, entries(known.value)):
            yield meant(given.thing, given.place, meaning(entry))


def meaning(entry: str) -> Meaning:
    if entry != entry.lower():
        return Dead(entry, CAPITALS)
    return Fits(entry, syntax=Syntax.GLOB) if SPECIAL.search(entry) else equal(entry)


def faults(use: Use) -> Iterator[Observation]:
    given = use.given.get("credentials")
    if given is not None:
        known = plain(given.thing)
        if known.told and known.value not in ("true", "false"):
            yield wrong("credentials", given, '`"true"`', Effect.CLOSES, NOT_TRUE)
    for name, wanted in (("headers", "a string"), ("maxage", "a string of digits")):
        if (given := use.given.get(name)) is not None:
            value = plain(given.thing)
            if value.told and value.value and not isinstance(value.value, str):
                yield wrong(name, given, wanted, Effect.CLOSES, NO_HEADER)
    given = use.given.get("origin")
    text = as_text(given.thing) if given else None
    if given is not None and text and text != WILDCARD and WILDCARD in text.split(" "):
        yield MixedWildcard(placed(*given)[0], LEFT_OUT)


extract = extractor_of(
    "wsgicors",
    Component(
        title="wsgicors",
        package="wsgicors",
        version="0.7.0",
        words=("wsgicors",),
        reads=(cors,),
        build=Cors,
        kinds=KINDS,
        whom=whom,
        shown={
            ALLOW_ORIGIN: "origin",
            ALLOW_CREDENTIALS: "credentials",
            ALLOW_METHODS: "methods",
            ALLOW_HEADERS: "headers",
            EXPOSE_HEADERS: "expose_headers",
            MAX_AGE: "maxage",
        },
        opened={"origin": "https://app.example"},
        remedy=(
            "Write the origins that need access, with a space between them: "
            '`origin="https://app.example.com https://admin.example.com"`.'
        ),
        faults=faults,
    ),
    markers=(b"wsgicors",),
)
