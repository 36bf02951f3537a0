"""The options of Starlette's CORS middleware as it works with them."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

from corslint.evaluate.things import Pattern
from corslint.libraries.starlette.editions import NEWEST, Edition
from corslint.wire import Certainty

WILDCARD = "*"
LONGEST_PATTERN = 2_000
MAX_AGE_DEFAULT = "600"  # seconds


@dataclass(frozen=True, slots=True)
class Texts:
    """What was given for a list of texts; ``missing`` says why it may hold more.

    A ``string`` is a list to Python: of its letters when walked, of all pieces for ``in``.
    """

    items: tuple[str, ...] = ()
    string: str | None = None
    missing: str | None = None

    @classmethod
    def of(cls, string: str) -> Texts:
        return cls(tuple(string), string)

    def holds(self, text: str) -> Certainty:
        if text in (self.items if self.string is None else self.string):
            return Certainty.YES
        return Certainty.MAYBE if self.missing else Certainty.NO

    @property
    def wild(self) -> bool:
        return self.holds(WILDCARD) is Certainty.YES

    @property
    def joined(self) -> str:
        return ", ".join(self.items)


@dataclass(frozen=True, slots=True)
class Unread:
    """An option that the source does not tell, for ``reason``."""

    reason: str


@dataclass(frozen=True, slots=True)
class Options:
    """What the middleware is built with.

    ``crashes``: it cannot be built, every request ends in a server error.
    ``around_errors`` is whether an unhandled exception becomes a response inside the
    middleware, ``edition`` the release that it is built from. ``behind_router``: whether
    something before it refuses preflights.
    """

    origins: Texts = Texts()
    pattern: Pattern | Unread | None = None
    methods: Texts = Texts(("GET",))
    headers: Texts = Texts()
    credentials: bool | Unread = False
    exposed: Texts = Texts()
    max_age: str | Unread = MAX_AGE_DEFAULT
    crashes: bool = False
    around_errors: Certainty = Certainty.NO
    behind_router: Certainty = Certainty.NO
    private_network: bool | Unread = False
    edition: Edition = NEWEST


def compiles(pattern: str) -> bool:
    """Whether Python takes ``pattern``; one that is too long to try counts as fine."""
    if len(pattern) > LONGEST_PATTERN:
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except re.error:
        return False
    except (OverflowError, RecursionError, MemoryError):
        return True
    return True
