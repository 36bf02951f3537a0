"""What keeps a pattern from fitting any origin, found by trying what was meant instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from corslint.allow_origin import OriginPattern
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.conditions import automata
from corslint.patterns.judging import Safe
from corslint.patterns.sendable import fitting
from corslint.patterns.verdicts import dead, judged

HEAD = re.compile(r"^(?:\^|\\A)?")
TAIL = r"(?=(?:\$|\\[zZ])?$)"
AROUND = re.compile(rf"(?P<head>{HEAD.pattern})[\s\"'`]+|[\s\"'`]+{TAIL}")
DELIMITED = re.compile(r"/(?P<inner>.+)/[a-z]*")
END_SLASH = re.compile(rf"(?<=[^/\\])\\?/{TAIL}")
OWN_PORT = re.compile(rf":(?:80|443){TAIL}")
PATH = re.compile(rf"(?<=[^:/\\])\\?/[^/\\|()\[\]]+?{TAIL}")
UPPER = re.compile(r"(?P<escape>\\.|\(\?[a-zA-Z]+|\[:\w+:\])|[A-Z]", re.DOTALL)

NO_ORIGIN = "asks for what no origin has"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A verb phrase about the pattern; ``instead`` is proven to be safe and to fit."""

    words: str
    instead: str | None = None


def flaw(part: OriginPattern) -> Flaw:
    """What is wrong with a pattern that fits no origin."""
    for words, text in proposals(part.text):
        repaired = replace(part, text=text)
        if alive(repaired):
            return Flaw(words, text if judged(repaired).verdict == Safe() else None)
    return Flaw(NO_ORIGIN)


def alive(part: OriginPattern) -> bool:
    """Whether it is certain that the page of some origin gets in."""
    form = judged(part).form
    if form is None or dead(part):
        return False
    try:
        exact = automata(form).exact
    except TooLargeError:
        return False
    return exact and next(fitting(form), None) is not None


def proposals(text: str) -> Iterator[tuple[str, str]]:
    """One change alone, then all together, each with the flaw that it takes away."""
    for words, change in CHANGES:
        if (changed := change(text)) != text:
            yield words, changed
    together = text
    flaws: list[str] = []
    for words, change in CHANGES:
        if (changed := change(together)) != together:
            together, flaws = changed, [*flaws, words]
    if len(flaws) > 1:
        yield f"{', '.join(flaws[:-1])} and {flaws[-1]}", together


def bare(text: str) -> str:
    return AROUND.sub(lambda match: match["head"] or "", text)


def undelimited(text: str) -> str:
    match = DELIMITED.fullmatch(text)
    return match["inner"] if match else text


def lowered(text: str) -> str:
    return UPPER.sub(lambda match: match["escape"] or match[0].lower(), text)


def with_scheme(text: str) -> str:
    return text if "/" in text else HEAD.sub(lambda match: f"{match[0]}https://", text, 1)


CHANGES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("has quotes or white space as part of its text", bare),
    ("has slashes around it, which are a part of the pattern here", undelimited),
    ("wants a slash at the end, which no origin has", lambda text: END_SLASH.sub("", text)),
    ("wants upper-case letters, which browsers do not send", lowered),
    (
        "names the scheme's own port, which browsers leave out",
        lambda text: OWN_PORT.sub("", text),
    ),
    ("wants a path, which no origin has", lambda text: PATH.sub("", text)),
    ("has two backslashes for one", lambda text: text.replace(r"\\", "\\")),
    ("has no scheme", with_scheme),
)
