"""What comes of the values that django-cors-headers was not meant to get."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from corslint.evaluate.settle import variable
from corslint.evaluate.things import Const, Listing, Pattern, Table, Thing, Unknown
from corslint.evaluate.values.truth import truth
from corslint.libraries.django_cors_headers.editions import BEFORE_3_0
from corslint.libraries.django_cors_headers.matching import matched, refuses
from corslint.libraries.django_cors_headers.patterns import spares_nobody
from corslint.libraries.django_cors_headers.settings import plain
from corslint.libraries.django_cors_headers.values import (
    ALL,
    CREDENTIALS,
    EXPOSED,
    HEADERS,
    METHODS,
    ORIGINS,
    REGEXES,
    Items,
    Plain,
    RefusedError,
    joined,
)
from corslint.observation import Effect
from corslint.origin import NULL
from corslint.wire import FOREIGN_ORIGIN

LONGEST_SHOWN = 80
OFF_WORDS = frozenset({"false", "0", "no", "off", "n", "f", "none", "null"})


class Fault(NamedTuple):
    """What comes of a value: ``admits`` gets in; ``at`` is the part at fault."""

    effect: Effect
    consequence: str
    admits: str | None = None
    at: Thing | None = None


LETTERS = "it is taken letter by letter"
NULLED = f"{LETTERS}, no letter is an origin, and each is taken for `null`"
PIECES = "hosts are looked for in the text, so every piece of it is let in, `null` too"
TRUE_TEXT = "every text but the empty one is true, `False` too"
ERROR = "the middleware fails on it, so requests from other sites end in a server error"
PREFLIGHT_ERROR = "the middleware fails on it, so preflights end in a server error"


def from_environment(thing: Thing) -> bool:
    """Whether ``thing`` is what a variable of the environment holds: a string."""
    match thing:
        case Unknown(key=("environment", _)):
            return True
        case _:
            return False


def text_of(thing: Thing) -> str | None:
    match thing:
        case Const(value=str(text)):
            return text
        case _:
            return None


def items(thing: Thing) -> list[Thing]:
    match thing:
        case Listing(items=found):
            return found
        case Table(entries=entries):
            return [key for key, _ in entries]
        case _:
            return []


def switch_fault(thing: Thing) -> Fault | None:
    if from_environment(thing):
        return Fault(Effect.OPENS, TRUE_TEXT)
    text = text_of(thing)
    if text is None or not (variable(thing) or text.strip().lower() in OFF_WORDS):
        return None
    return Fault(Effect.OPENS, TRUE_TEXT)


def everybody_fault(thing: Thing) -> Fault | None:
    found = switch_fault(thing)
    if found is not None:
        return found._replace(admits=FOREIGN_ORIGIN if truth(thing) else None)
    if items(thing):
        reason = "a list with something in it is true, so everybody is admitted"
        return Fault(Effect.OPENS, reason, FOREIGN_ORIGIN)
    return None


def origins_fault(thing: Thing) -> Fault | None:
    text = text_of(thing)
    if text or (text == "" and variable(thing)) or from_environment(thing):
        return Fault(Effect.CLOSES, NULLED, NULL if text else None)
    if not refuses(plain(thing)):
        return None
    bad = (item for item in items(thing) if refuses(Items((plain(item),))))
    return Fault(Effect.CRASHES, ERROR, at=next(bad, None))


def hosts_fault(thing: Thing) -> Fault | None:
    """Before 3.0 hosts are looked for in the setting, whatever it is."""
    text = text_of(thing)
    if text or (text == "" and variable(thing)) or from_environment(thing):
        return Fault(Effect.OPENS, PIECES, NULL if text else None)
    return Fault(Effect.CRASHES, ERROR) if refuses(plain(thing), BEFORE_3_0) else None


def patterns_fault(thing: Thing) -> Fault | None:
    text = text_of(thing)
    if text or (text == "" and variable(thing)) or from_environment(thing):
        return letters_as_patterns(text)
    if isinstance(thing, Pattern) or (isinstance(thing, Const) and text is None):
        return Fault(Effect.CRASHES, ERROR)
    bad = next((item for item in items(thing) if not usable(plain(item))), None)
    return None if bad is None else Fault(Effect.CRASHES, ERROR, at=bad)


def letters_as_patterns(text: str | None) -> Fault:
    if not text:
        reason = f"{LETTERS}, and a `^` or `.` alone matches every origin"
        return Fault(Effect.OPENS, reason)
    if not usable(text):
        return Fault(Effect.CRASHES, f"{LETTERS}, and not every letter is a pattern")
    if spares_nobody(text):
        cause = next(letter for letter in text if spares_nobody(letter))
        reason = f"{LETTERS}, and `{cause}` alone matches every origin"
        return Fault(Effect.OPENS, reason, FOREIGN_ORIGIN)
    return Fault(Effect.CLOSES, f"{LETTERS}, each of them a pattern of its own")


def usable(patterns: Plain) -> bool:
    """Whether the middleware gets through with a pattern, or with the letters of a text."""
    value = patterns if isinstance(patterns, str) else Items((patterns,))
    try:
        matched(value, FOREIGN_ORIGIN)
    except RefusedError:
        return False
    return True


def texts_fault(reason: str) -> Callable[[Thing], Fault | None]:
    """For a setting that is joined into a header; ``reason`` is what a failure does."""

    def test(thing: Thing) -> Fault | None:
        text = text_of(thing)
        if text is not None or from_environment(thing):
            return letters_joined(text)
        try:
            joined(plain(thing))
        except RefusedError:
            bad = (item for item in items(thing) if text_of(item) is None)
            return Fault(Effect.CRASHES, reason, at=next(bad, None))
        return None

    return test


def letters_joined(text: str | None) -> Fault | None:
    """One letter, such as ``*``, is sent as it is."""
    if text is None:
        return Fault(Effect.CLOSES, LETTERS)
    shown = ", ".join(text[:LONGEST_SHOWN])
    reason = f"{LETTERS}, so browsers are sent `{shown}`"
    return Fault(Effect.CLOSES, reason) if len(text) > 1 else None


TESTS: Mapping[str, Callable[[Thing], Fault | None]] = {
    ALL: everybody_fault,
    ORIGINS: origins_fault,
    REGEXES: patterns_fault,
    CREDENTIALS: switch_fault,
    METHODS: texts_fault(PREFLIGHT_ERROR),
    HEADERS: texts_fault(PREFLIGHT_ERROR),
    EXPOSED: texts_fault(ERROR),
}
