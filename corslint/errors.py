"""What is the user's to mend, and the words for saying so."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class UsageError(Exception):
    """Wrong arguments, a wrong configuration, a path that does not exist: one line."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question naming the nearest of ``known``, or nothing when none is near."""
    from difflib import get_close_matches

    by_folded = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), by_folded, n=1)
    return f'; did you mean "{by_folded[near[0]]}"?' if near else ""


def because(error: OSError) -> str:
    """Why the system refused, without the path that the message names anyway."""
    reason = error.strerror or type(error).__name__
    return reason[:1].lower() + reason[1:]
