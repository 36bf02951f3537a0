"""Who hands values to the functions that do CORS: there the values may be known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corslint import program as p
from corslint.evaluate.slicing.entries import Entry, definitions, header_names, mentions
from corslint.evaluate.slicing.walking import names, nested, words
from corslint.evaluate.slicing.words import COMMON, about_headers

RECEIVERS = frozenset({"self", "cls"})
MAX_DEPTH = 3
MAX_CALLERS = 40


def handing_values(body: p.Block, marked: Iterable[Entry]) -> Iterator[Entry]:
    """The functions of a module that call one of ``marked`` with values of their own.

    Helpers that write headers are understood by themselves, and called all over.
    """
    every = [each for each in definitions(body, ()) if each.function is not None]
    known = set(map(places, marked))
    wanted = [each for each in marked if takes_values(each)]
    found = 0
    for _ in range(MAX_DEPTH):
        fresh = [
            each
            for each in every
            if not within(each, known) and any(calls(each, one) for one in wanted)
        ]
        for each in fresh[: MAX_CALLERS - found]:
            known.add(places(each))
            yield each
        found += len(fresh)
        wanted = [each for each in fresh if takes_values(each)]


def within(entry: Entry, known: set[tuple[p.At, ...]]) -> bool:
    """Whether a function is one of the ``known`` ones, or is defined inside of one."""
    whole = places(entry)
    return any(whole[:depth] in known for depth in range(1, len(whole) + 1))


def doers(body: p.Block) -> frozenset[str]:
    """The names of the functions that do CORS, or hand values to those that do."""
    named = header_names(body)
    marked = [
        entry
        for entry in definitions(body, ())
        if entry.function and mentions(entry.function, named)
    ]
    found = (*marked, *handing_values(body, marked))
    return frozenset(each.function.name for each in found if each.function) - COMMON


def places(entry: Entry) -> tuple[p.At, ...]:
    return tuple(each.at for each in entry.chain)


def takes_values(entry: Entry) -> bool:
    """Whether a function may do its work with what it is given."""
    function = entry.function
    return function is not None and not any(map(about_headers, words(function.body)))


def calls(entry: Entry, wanted: Entry) -> bool:
    """Whether a function calls ``wanted``: by its name, a method beside its class.

    What it declares ``global`` for the other function counts as passed, too.
    """
    function, other = entry.function, wanted.function
    if function is None or other is None:
        return False
    mentioned = {word.lstrip(".") for word in names(function.body)}
    if other.name not in mentioned:
        return False
    if wanted.klass is not None:
        return wanted.klass.name in mentioned
    given = {each.name for each in other.parameters} - RECEIVERS
    shared = {
        name
        for node in nested(function.body)
        if isinstance(node, p.Scope) and node.kind == "global"
        for name in node.names
    }
    return bool(given) or bool(shared & names(other.body))
