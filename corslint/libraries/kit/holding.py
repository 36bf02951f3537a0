"""Python's ``in`` and ``", ".join`` on options of any kind, for models that use them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

LONGEST = 60


def holds(known: object, text: object) -> bool:
    """``text in known``: a text holds its pieces, and a generator is used up by it.

    Raises TypeError for what nothing is looked for in.
    """
    if isinstance(known, Container | Iterator):
        return text in known
    raise TypeError(f"`{shortened(known)}` is neither a text nor a collection")


def strings(names: object) -> Iterator[str]:
    """What is gone through to be joined. Raises TypeError where that is no text."""
    if not isinstance(names, Iterable):
        raise TypeError(f"`{shortened(names)}` cannot be gone through")
    for each in names:
        if not isinstance(each, str):
            raise TypeError(f"`{shortened(each)}` is not a text")
        yield each


def shortened(value: object) -> str:
    return str(value)[:LONGEST]
