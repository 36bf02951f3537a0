"""Patterns that stall a matcher, against one that goes back and counts its steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corslint.patterns import tree as t
from corslint.patterns.alphabet import BITS
from corslint.patterns.building import Mode
from corslint.patterns.parsing import parse
from corslint.patterns.stalling import stall

ENOUGH = 60_000
"""Steps after which a matcher gives up."""

STALLING = [
    r"(a+)+b",
    r"(a*)*b",
    r"^https://(?:[a-z0-9]+-?)+\.example\.com$",
    r"^https?://(\w+\.?)+\.acme\.io$",
    r"(?:a|b|ab)*c",
    r"(.*)*x",
    r"^https://(([a-z]+)*-)*acme$",
]
HARMLESS = [
    r"^https://(?:[a-z0-9-]+\.)*acme\.io$",
    r"^https?://([\w-]+\.)+acme\.io(:\d+)?$",
    r"^https?://(?:[a-z]+\.)*(?:[a-z]+\.)*acme\.io$",
    r"(?:a|b)*c",
    r"(?:a|ab)*c",
    r"a*b*c*d",
    r"^https://[a-z]+\.acme\.io$",
    r"(?:ab?)*c",
]


@pytest.mark.parametrize("text", STALLING)
def test_stalls(text: str) -> None:
    """Each further round of the text multiplies the steps."""
    repeated = stall(parse(text), Mode.MATCH)
    assert repeated
    few, more = (steps(text, repeated, length // len(repeated)) for length in (4, 12))
    assert more > 8 * few


@pytest.mark.parametrize("text", HARMLESS)
def test_does_not_stall(text: str) -> None:
    assert stall(parse(text), Mode.MATCH) is None
    few, more = (steps(text, "ab", rounds) for rounds in (4, 8))
    assert more <= 8 * few


@pytest.mark.parametrize("text", [r"(a+)+", r"https://(?:[a-z]+-?)+"])
def test_what_cannot_fail_does_not_stall(text: str) -> None:
    assert stall(parse(text), Mode.MATCH) is None
    assert stall(parse(text), Mode.FULL) is not None


def steps(text: str, repeated: str, rounds: int) -> int:
    """The most steps that a matcher takes for a prefix, the rounds and a wrong end."""
    found = 0
    for start in ("https://",) if "https" in text else ("",):
        matcher = Matcher(f"{start}{repeated * rounds}/")
        for _ in matcher.ends(parse(text), 0):
            if matcher.steps > ENOUGH:
                break
        found = max(found, matcher.steps)
    return found


class Matcher:
    """Tries every way in order, as backtracking matchers do, and counts the tries."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.steps = 0

    def ends(self, node: t.Node, at: int) -> Iterator[int]:
        self.steps += 1
        if self.steps > ENOUGH:
            return
        match node:
            case t.One(characters=characters):
                if at < len(self.subject) and BITS[self.subject[at]] & characters:
                    yield at + 1
            case t.Row(parts=()):
                yield at
            case t.Row(parts=(first, *rest)):
                for middle in self.ends(first, at):
                    yield from self.ends(t.Row(tuple(rest)), middle)
            case t.Choice(options=options):
                for each in options:
                    yield from self.ends(each, at)
            case t.Repeat(part=part, least=least, most=most):
                if most is None or most > 0:
                    left = None if most is None else most - 1
                    fewer = t.Repeat(part, max(least - 1, 0), left)
                    for middle in self.ends(part, at):
                        if middle > at:
                            yield from self.ends(fewer, middle)
                if least == 0:
                    yield at
            case t.Border():
                if node == t.AT_START and at == 0:
                    yield at
                if node == t.AT_END and at == len(self.subject):
                    yield at
