"""CORS programs in the abstract: who is let in and what is sent, in no framework's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from origin_guards import Guard, Member

READINGS = (
    "local",
    "inline",
    "walrus",
    "helper",
    "closure",
    "instance",
    "default argument",
    "or empty",
    "stripped",
    "header name",
)
"""How the Origin gets into the code that decides."""

ASKED = (
    "inline",
    "function",
    "branches",
    "loop",
    "lambda",
    "method",
    "property list",
    "closure",
    "class method",
    "attempt",
    "two steps",
)
"""Where the guard is asked."""

SHAPES = (
    "if",
    "if else",
    "nested",
    "early return",
    "conditional",
    "conditional or nothing",
    "flag",
    "variable",
    "match",
    "raise",
    "index",
    "loop break",
    "loop else",
    "while",
    "refuse",
    "and",
    "overwritten",
    "always",
)
"""How the answer of the guard steers what is sent."""

VALUES = ("echo", "constant", "star", "first", "formatted", "or star", "joined")
FALLBACKS = ("nothing", "star", "constant", "null", "first")
WHEN = ("never", "always", "allowed")
CREDENTIALS = ("never", "always", "allowed", "False", "unless star")
VARIES = ("never", "always", "allowed", "with others", "other")
COLLECTED = ("direct", "dict", "spread", "module dict", "helper", "helper reads")
PREFLIGHTS = ("none", "adds", "returns", "only", "not on options")
ASIDE = ("nothing", "vary", "credentials", "methods")
"""What a handler writes while a hook around it does the rest."""

NAMES = ("plain", "constant", "lower")
"""How the names of headers are spelled."""


@dataclass(frozen=True, slots=True)
class Program:
    """One abstract program; numbers choose among what a framework offers.

    ``named`` are the origins it spells out. A ``careful`` program tests that there is an
    Origin before it does anything with it.
    """

    named: tuple[str, ...]
    reading: str
    spelling: int
    guard: Guard
    asked: str
    shape: str
    careful: bool
    value: str
    fallback: str
    credentials: str
    vary: str
    methods: bool
    headers: bool
    expose: bool
    age: bool
    writer: int
    collected: str
    place: int
    preflight: str
    aside: str
    names: str

    def features(self) -> Iterator[str]:
        """What the program is made of, for the table of what stays open."""
        yield f"reading: {self.reading}"
        if self.shape != "always":
            yield f"guard: {type(self.guard).__name__.lower()}"
            yield f"asked: {self.asked}"
            if isinstance(self.guard, Member):
                yield f"kept: {self.guard.kept}"
        yield f"shape: {self.shape}"
        yield f"collected: {self.collected}"
        yield f"preflight: {self.preflight}"
        yield f"names: {self.names}"
