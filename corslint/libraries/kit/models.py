"""What a library makes of its options: a model that answers as the library does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from corslint.wire import Answer, Request


class RefusedError(Exception):
    """The library refuses its options, whatever it raises; the text is a clause."""


class Reply:
    """A response in the making, as libraries treat it: lines in order, set or added."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.status: int | None = None
        self.open: set[str] = set()

    def add(self, name: str, value: str) -> None:
        self.lines.append((name, value))

    def set(self, name: str, value: str) -> None:
        self.remove(name)
        self.add(name, value)

    def remove(self, name: str) -> None:
        self.lines = [each for each in self.lines if each[0].lower() != name.lower()]

    def left_open(self, name: str) -> None:
        """The application decides about a header: which methods a route has, say."""
        self.remove(name)
        self.open.add(name.lower())

    @property
    def answer(self) -> Answer:
        return Answer(tuple(self.lines), self.status, open=frozenset(self.open))


class Model(Protocol):
    """A library that was given its options."""

    def respond(self, request: Request, reply: Reply) -> None:
        """Put into ``reply`` what the library adds to the answer.

        What the library raises for a request is raised here, too.
        """


Build: TypeAlias = Callable[..., Model]
"""The library's own constructor: options by name, as Python values.

It raises RefusedError where the library raises something of its own, and TypeError,
ValueError or AttributeError where Python does; the text of each is a clause that says why.
"""

RAISED = (TypeError, ValueError, AttributeError, RefusedError)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The library raises: when it is set up, or (not ``at_start``) for each request.

    ``words`` is a clause that says why. ``crossing``: only for requests with an Origin,
    and with this one where ``admitted`` names one that is let in.
    """

    words: str
    at_start: bool = True
    crossing: bool = False
    admitted: str | None = None
