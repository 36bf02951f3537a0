"""What is learned of a program from its runs, and when a search of it has ended."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from corslint.allow_origin import OriginProgram, OriginTest, Way
from corslint.patterns.programs import PROBES, Inquiry
from corslint.patterns.views import view_of
from corslint.source import Span
from corslint.wire import Certainty

HERE = Span("app.py", 1, 1, 1, 9)
OTHERS = (
    "https://a.b.example.com",
    "http://one.example.co.uk:8080",
    "https://x-1.y-2.z-3.acme.io:444",
)

PARTS: dict[str, Callable[[str], str]] = {
    "whole": str,
    "host": lambda origin: urlsplit(origin).hostname or "",
    "netloc": lambda origin: urlsplit(origin).netloc,
    "scheme": lambda origin: urlsplit(origin).scheme,
    "port": lambda origin: str(urlsplit(origin).port or ""),
    "first label": lambda origin: (urlsplit(origin).hostname or "").split(".")[0],
    "second label": lambda origin: (urlsplit(origin).hostname or "").split(".")[1],
    "last label": lambda origin: (urlsplit(origin).hostname or "").split(".")[-1],
    "up to the dot": lambda origin: origin.split(".")[0],
    "after the dot": lambda origin: origin.split(".")[-1],
    "two labels": lambda origin: ".".join(
        (urlsplit(origin).hostname or "").split(".")[-2:]
    ),
    "after the colon": lambda origin: origin.split(":")[1],
    "the first letters": lambda origin: origin[:12],
    "the last letters": lambda origin: origin[-4:],
    "one letter": lambda origin: origin[9],
    "number of dots": lambda origin: str(origin.count(".")),
    "number of parts": lambda origin: str(len(origin.split("."))),
}


@pytest.mark.parametrize("name", PARTS)
def test_the_part_that_code_looks_at_is_told_from_two_origins(name: str) -> None:
    part = PARTS[name]
    view = view_of({(probe, part(probe)): None for probe in PROBES})
    assert view is not None
    assert [view.shows(each) for each in OTHERS] == [part(each) for each in OTHERS]


def test_what_code_made_up_is_no_part() -> None:
    assert view_of({(probe, f"of {probe}"): None for probe in PROBES}) is None


def program(
    way: Way, text: str, part: Callable[[str], str], admits: Callable[[str], bool]
) -> OriginProgram:
    """One test of a part of the origin, which decides."""

    def tests(origin: str) -> tuple[OriginTest, ...]:
        return (OriginTest(HERE, way, text, part(origin), admits(origin)),)

    def decide(origin: str | None) -> Certainty:
        return Certainty.YES if origin and admits(origin) else Certainty.NO

    return OriginProgram(HERE, decide, tests=tests)


def searched(made: OriginProgram) -> tuple[bool, bool]:
    """Whether somebody was found, and whether the search has ended."""
    inquiry = Inquiry(made)
    return bool(list(inquiry.openings())), inquiry.ended


def test_a_search_ends_where_nobody_is_left() -> None:
    host = PARTS["host"]
    assert searched(
        program(
            Way.ENDS, ".example.com", host, lambda each: host(each).endswith(".example.com")
        )
    ) == (False, True)
    assert searched(
        program(Way.EQUALS, "https://a.io", str, lambda each: each == "https://a.io")
    ) == (False, True)


def test_a_search_has_not_ended_where_somebody_is_found() -> None:
    host = PARTS["host"]
    assert searched(
        program(
            Way.ENDS, "example.com", host, lambda each: host(each).endswith("example.com")
        )
    ) == (True, False)


def test_a_search_does_not_end_at_what_it_does_not_know() -> None:
    assert searched(program(Way.EQUALS, "1", lambda each: f"#{each}", lambda _: False)) == (
        False,
        False,
    )
    assert searched(program(Way.CONTAINS, ":8", str, lambda _: False)) == (False, False)
