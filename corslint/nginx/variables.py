"""What a configuration defines variables with: ``map`` tables, ``set`` and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corslint.nginx.includes import Includer, absent
from corslint.nginx.text import Reference, filled_in, part_of, pieces
from corslint.source import Span
from corslint.syntax.nginx import Directive, Word

OPEN_ENDS = re.compile(r"\^?[(]*(?:\.[*+]?\??)?[)]*\$?")
"""A pattern that any Origin matches: nothing but anchors, groups and `.*`."""

GROUP = re.compile(r"\$\{?[1-9]")
NAMED_GROUP = re.compile(r"\(\?(?:P?<|')([A-Za-z_]\w*)[>']")

DEFINERS = {
    "geo": -1,
    "split_clients": -1,
    "js_set": 0,
    "js_var": 0,
    "perl_set": 0,
    "auth_request_set": 0,
    "set_by_lua_block": 0,
    "set_by_lua": 0,
    "set_by_lua_file": 0,
    "set_escape_uri": 0,
    "set_unescape_uri": 0,
    "set_if_empty": 0,
    "set_from_accept_language": 0,
}
"""Statements that define a variable in ways that are not modelled: where its name is."""


def universal(pattern: str) -> bool:
    """Whether every non-empty text matches."""
    return OPEN_ENDS.fullmatch(pattern) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a map; ``key`` without the sign that says how it is compared."""

    key: str
    key_span: Span
    value: Word
    ignore_case: bool = True


@dataclass(slots=True)
class Table:
    """A ``map``: exact keys ignoring case, then host wildcards, then patterns in order.

    ``unclear`` are rows whose key a template fills in, with what fills it.
    ``complete`` is False when an included part was not found. ``volatile``: nginx looks
    it up anew each time.
    """

    source: Word
    span: Span
    exact: dict[str, Row] = field(default_factory=dict)
    wildcards: list[Row] = field(default_factory=list)
    patterns: list[Row] = field(default_factory=list)
    unclear: list[tuple[Row, str]] = field(default_factory=list)
    default: Row | None = None
    complete: bool = True
    volatile: bool = False

    def add(self, directive: Directive, *, hostnames: bool) -> None:
        key, value = directive.name, directive.words[0]
        text = key.text
        if text == "default":
            self.default = Row(text, key.span, value)
        elif (filler := filled_in(text)) is not None:
            self.unclear.append((Row(text, key.span, value), filler))
        elif text.startswith("~"):
            sign = 2 if text.startswith("~*") else 1
            span = part_of(key, sign, len(text))
            self.patterns.append(Row(text[sign:], span, value, sign == 2))
        elif hostnames and wildcard(text) is not None:
            self.hosts(text, key, value)
        else:
            plain = text.removeprefix("\\")
            self.exact.setdefault(plain.lower(), Row(plain, key.span, value))

    def hosts(self, text: str, key: Word, value: Word) -> None:
        """``.x`` is ``x`` and ``*.x``; longer wildcards win (ngx_http_map_module)."""
        if text.startswith("."):
            self.exact.setdefault(text[1:].lower(), Row(text[1:], key.span, value))
        self.wildcards.append(Row(wildcard(text) or "", key.span, value))
        self.wildcards.sort(key=lambda row: -len(row.key))


def wildcard(key: str) -> str | None:
    """A host wildcard as a pattern for the whole text, None for an ordinary key."""
    if key.startswith("*."):
        return rf"^.+{re.escape(key[1:])}$"
    if key.startswith("."):
        return rf"^.+{re.escape(key)}$"
    if key.endswith(".*"):
        return rf"^{re.escape(key[:-1])}.+$"
    return None


@dataclass(slots=True)
class Definitions:
    """Every variable that the files read define; names in lower case without ``$``.

    ``groups`` says whether any value refers to a group of a pattern by its number.
    """

    maps: dict[str, Table] = field(default_factory=dict)
    assigned: set[str] = field(default_factory=set)
    others: dict[str, str] = field(default_factory=dict)
    groups: bool = False


def collect(bodies: Iterable[tuple[Directive, ...]], includer: Includer) -> Definitions:
    """What the statements of all levels define: nginx knows variables by name alone."""
    found = Definitions()
    for body in bodies:
        for directive in with_conditions(body):
            define(found, directive, includer)
            found.groups = found.groups or refers_to_groups(directive)
    return found


def with_conditions(body: tuple[Directive, ...]) -> Iterator[Directive]:
    for directive in body:
        yield directive
        if directive.name.text == "if" and directive.block is not None:
            yield from directive.block


def refers_to_groups(directive: Directive) -> bool:
    rows = directive.block if directive.name.text == "map" else ()
    words = (word for one in (directive, *(rows or ())) for word in one.words)
    return any(GROUP.search(word.text) for word in words)


def define(found: Definitions, directive: Directive, includer: Includer) -> None:
    name, words = directive.name.text, directive.words
    if name == "map" and len(words) == 2 and directive.block is not None:
        new = table(directive, includer)
        found.maps[words[1].text.removeprefix("$").lower()] = new
        found.assigned.update(group_names(row.key for row in new.patterns))
    elif name == "set" and len(words) == 2:
        found.assigned.add(words[0].text.removeprefix("$").lower())
    elif name == "if":
        found.assigned.update(group_names(word.text for word in words))
    elif name in ("location", "server_name"):
        found.others |= dict.fromkeys(group_names(word.text for word in words), name)
    elif name in DEFINERS and words:
        variable = words[DEFINERS[name]].text.removeprefix("$").lower()
        found.others[variable] = name


def group_names(patterns: Iterable[str]) -> Iterator[str]:
    """The named groups of patterns, which nginx makes variables of."""
    for pattern in patterns:
        yield from (name.lower() for name in NAMED_GROUP.findall(pattern))


def table(directive: Directive, includer: Includer) -> Table:
    result = Table(directive.words[0], directive.words[1].span)
    rows = tuple(includer.expanded(directive.block or ()))
    flags = {row.name.text for row in rows if not row.words}
    result.volatile = "volatile" in flags
    for row in rows:
        if absent(row):
            result.complete = False
        elif len(row.words) == 1 and row.block is None:
            result.add(row, hostnames="hostnames" in flags)
    return result


def used(words: Iterable[Word], definitions: Definitions) -> set[str]:
    """Every variable that the words read, through maps too."""
    found: set[str] = set()
    waiting = [word.text for word in words]
    while waiting:
        for piece in pieces(waiting.pop()):
            if isinstance(piece, Reference) and piece.name not in found:
                found.add(piece.name)
                waiting.extend(read_by(definitions.maps.get(piece.name)))
    return found


def read_by(found: Table | None) -> Iterator[str]:
    if found is not None:
        yield found.source.text
        rows = [*found.exact.values(), *found.wildcards, *found.patterns]
        yield from (row.value.text for row in rows)
        if found.default is not None:
            yield found.default.value.text
