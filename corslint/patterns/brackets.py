"""Bracket expressions (``[[:alnum:]-]``) of other engines, as the characters they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corslint.patterns.engines import LOWER, PCRE, POSIX, UPPER, Engine, Spans, others
from corslint.patterns.parsing import UnreadablePatternError

BRACKET = r"\[\^?+\]?+(?:\[:\^?\w*:\]|\\.|[^\]\\])*\]"
ITEM = re.compile(
    r"""
    \[:(?P<negated>\^?)(?P<name>\w*):\]
  | (?P<odd>\[[.=:])
  | \\x\{(?P<hex>[0-9A-Fa-f]{1,6})\} | \\x(?P<two>[0-9A-Fa-f]{2})
  | \\(?P<escape>.)
  | (?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL,
)
OUTSIDE = re.compile(r"\[([:.=]).*\1\]", re.DOTALL)
"""The name of a class without brackets around it, at which PCRE does not start."""

CASED = ("lower", "upper")
LAST_ASCII = 0x7F


def refused(text: str) -> UnreadablePatternError:
    return UnreadablePatternError(f"uses `{text}`, which is not read")


@dataclass(frozen=True, slots=True)
class Item:
    """A character, or a set of them that no span may begin or end with."""

    spans: Spans
    single: bool
    text: str


def bracket(text: str, engine: Engine, ignore_case: bool) -> str:
    """A bracket expression in Python's words. Raises ``UnreadablePatternError``."""
    if engine is PCRE and OUTSIDE.fullmatch(text):
        raise refused(text)
    negated = text.startswith("[^")
    inner = text[2:-1] if negated else text[1:-1]
    items = [read(each, engine, ignore_case) for each in ITEM.finditer(inner)]
    spans = spans_of(items)
    if ignore_case and not engine.backtracks and foreign(items):
        raise UnreadablePatternError("ignores the case of letters outside ASCII")
    made = "".join(f"{spelled(first)}-{spelled(last)}" for first, last in spans)
    if len(spans) == 1 and spans[0][0] == spans[0][1]:
        made = spelled(spans[0][0])
    return f"[{'^' * negated}{made}]"


def spans_of(items: list[Item]) -> Spans:
    """The characters of all items, with what hyphens stand for."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(items):
        first = items[place]
        if [each.text for each in items[place + 1 : place + 2]] == ["-"]:
            following = items[place + 2 : place + 3]
            if following:
                found.append(span(first, following[0]))
                place += 3
                continue
        found += first.spans
        place += 1
    return tuple(found)


def span(first: Item, last: Item) -> tuple[int, int]:
    start, end = first.spans[0][0], last.spans[-1][1]
    if not (first.single and last.single) or end < start:
        raise refused(f"[{first.text}-{last.text}]")
    return start, end


def foreign(items: list[Item]) -> bool:
    return any(each.single and each.spans[0][0] > LAST_ASCII for each in items)


def read(match: re.Match[str], engine: Engine, ignore_case: bool) -> Item:
    text = match[0]
    if match["name"] is not None and match["name"] in POSIX:
        folded = ignore_case and match["name"] in CASED
        spans = (UPPER, LOWER) if folded else POSIX[match["name"]]
        found = others(spans, engine.highest) if match["negated"] else spans
        return Item(found, False, text)
    if (digits := match["hex"] or match["two"]) is not None:
        return one(int(digits, 16), engine, text)
    if match["escape"] is not None:
        return escaped(match["escape"], engine, text)
    if match["plain"] is not None:
        return one(ord(text), engine, text)
    raise refused(f"[{text}]")


def escaped(sign: str, engine: Engine, text: str) -> Item:
    if sign in engine.kinds:
        return Item(engine.kinds[sign], False, text)
    if sign.isupper() and sign.lower() in engine.kinds:
        return Item(others(engine.kinds[sign.lower()], engine.highest), False, text)
    single = {**engine.ones, **engine.inner}.get(sign)
    if single is not None:
        return one(single, engine, text)
    if (sign.isascii() and sign.isalnum()) or (not sign.isascii() and engine is not PCRE):
        raise refused(f"[{text}]")
    return one(ord(sign), engine, text)


def one(number: int, engine: Engine, text: str) -> Item:
    if number > engine.highest:
        raise UnreadablePatternError(f"uses `{text}`, which stands for no character")
    return Item(((number, number),), True, text)


def spelled(number: int) -> str:
    return f"\\U{number:08x}" if number > 0xFF else f"\\x{number:02x}"
