"""The letters of a recording: what was asked, and what came back."""

from __future__ import annotations

from typing import TypedDict

from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Answer,
    Request,
)

Cell = dict[str, str | int | list[str]]


class Row(TypedDict, total=False):
    id: str
    spelling: str
    startup_error: str
    cells: dict[str, int]


class Library(TypedDict):
    versions: dict[str, str]
    rows: list[Row]


class Matrix(TypedDict):
    source: str
    origins: dict[str, str | None]
    answers: list[Cell]
    libraries: dict[str, Library]


REQUESTS = {
    "get": Request(None),
    "get_cookie": Request(None, credentials=True),
    "preflight": Request(None, "OPTIONS", asks_method="GET"),
    "preflight_put": Request(
        None, "OPTIONS", asks_method="PUT", asks_headers=("x-custom",)
    ),
}
SINGLE = {
    "c": ALLOW_CREDENTIALS,
    "m": ALLOW_METHODS,
    "h": ALLOW_HEADERS,
    "e": EXPOSE_HEADERS,
    "a": MAX_AGE,
    "p": ALLOW_PRIVATE_NETWORK,
}
SORTED = "mhe"
"""The recording sorts what these list."""
LISTED = {"o": ALLOW_ORIGIN, "v": VARY}


def request(matrix: Matrix, name: str, origin: str) -> Request:
    asked = REQUESTS[name]
    return Request(
        matrix["origins"][origin],
        asked.method,
        asked.credentials,
        asked.asks_method,
        asked.asks_headers,
    )


def seen(answer: Answer, recorded: Cell) -> Cell:
    """A prediction in the recording's letters; what the application decides is taken over.

    An exception instead of an answer is a server error.
    """
    crashed = "x" in recorded
    status = (500 if crashed else recorded["s"]) if answer.status is None else answer.status
    found: Cell = {"s": status}
    for letter, name in LISTED.items():
        if lines := answer.lines(name):
            found[letter] = lines
    for letter, name in SINGLE.items():
        if (value := answer.value(name)) is not None:
            found[letter] = sorted_items(value) if letter in SORTED else value
        elif name.lower() in answer.open and letter in recorded:
            found[letter] = recorded[letter]
    return found


def sorted_items(value: str) -> str:
    return ", ".join(sorted(item.strip() for item in value.split(",")))
