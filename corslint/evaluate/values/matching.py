"""Whether patterns fit texts, without ever taking long."""

from __future__ import annotations

import re
import warnings

from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Arguments,
    Const,
    Pattern,
    Thing,
    Trace,
)

MAX_MATCH_STEPS = 10_000_000


def pattern_method(
    owner: Pattern, name: str, arguments: Arguments, trace: Trace
) -> Thing | None:
    """A match against a known text; the truth of the match is all that is kept."""
    match name, arguments.positional:
        case (("match" | "search" | "fullmatch"), (Const(value=str(text)) as subject,)):
            found = applies(owner, name, text)
            if found is None:
                return None
            return Const(found or None, trace.mixed([owner, subject]))
        case (("match" | "search" | "fullmatch"), (Const(value=None),)):
            raise RaiseSignal("TypeError")
        case _:
            return None


def applies(pattern: Pattern, mode: str, text: str) -> bool | None:
    """Whether a pattern fits a short text; None where trying it could take long."""
    if risky(pattern.text, len(text)):
        return slowly(pattern, mode, text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern.text, pattern.flags)
    except (re.error, ValueError, OverflowError, RecursionError):
        return None
    return getattr(compiled, mode)(text) is not None


def slowly(pattern: Pattern, mode: str, text: str) -> bool | None:
    """Step by step, without ever going back; imported where it is needed only."""
    from corslint.patterns.building import Mode
    from corslint.patterns.conditions import fits

    how = Mode(mode.removesuffix("match") or "match")
    return fits(pattern.text, how, pattern.flags, text)


REPEATS = re.compile(r"[*+?}][^()]*\)[*+{]|\\[1-9]|\(\?[=!<]")


def risky(pattern: str, length: int) -> bool:
    """A pattern that could take long on a text of ``length`` characters is never run.

    Nested repeats, back references and look-around are refused whatever the length.
    """
    repeats = pattern.count("*") + pattern.count("+") + pattern.count("{")
    slow = (length + 1) ** min(repeats, 8) > MAX_MATCH_STEPS
    return len(pattern) > 2_000 or slow or REPEATS.search(pattern) is not None
