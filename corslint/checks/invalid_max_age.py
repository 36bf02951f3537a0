"""Access-Control-Max-Age that browsers do not read, or keep for less long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.check import PolicyCheck
from corslint.evidence import confidence, notes, readings, shown, unset
from corslint.finding import Violation
from corslint.policy import Policy

LONGEST = 86_400
"""Seconds. Firefox keeps an answer for a day at most, Chromium for two hours."""

SECONDS = re.compile(r"[ \t]*(\d{1,18})[ \t]*", re.ASCII)
OFF = "-1"
"""No number of seconds, but what browsers take for "do not keep it"."""

NO_NUMBER = "is not a number of seconds, so browsers keep the answer for five"
TOO_LONG = "is longer than any browser keeps it: a day at most, two hours in Chromium"


@PolicyCheck
def check(policy: Policy) -> Iterator[Violation]:
    for text, place in readings(policy.max_age):
        wrong = None if text is None else fault(text)
        if text is not None and wrong is not None:
            facts = {"text": shown(text), "wrong": wrong, "unset": unset(place)}
            yield Violation(place.span, facts, notes(place), confidence=confidence(place))


def fault(text: str) -> str | None:
    """Fetch, "CORS-preflight fetch": five seconds where the header cannot be read."""
    number = SECONDS.fullmatch(text)
    if number is None:
        return None if text.strip(" \t") == OFF else NO_NUMBER
    return TOO_LONG if int(number[1]) > LONGEST else None
