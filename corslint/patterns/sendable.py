"""The origins that a browser or an app can send, and whether a pattern fits any of them.

A little more is taken for sendable than is, so that no living pattern is called dead.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from corslint.origin import NULL, PAGELESS
from corslint.patterns import tree as t
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.building import Mode
from corslint.patterns.conditions import Automata, automata
from corslint.patterns.lowering import Form
from corslint.patterns.parsing import parse
from corslint.patterns.product import Search
from corslint.patterns.strangers import NOT_80, NOT_443

HOST = r"(?:(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:]{2,32}[0-9a-f:]*\])"
PORT_OF_HTTP = f"(?::(?:0|{NOT_80.format()}))?"
PORT_OF_HTTPS = f"(?::(?:0|{NOT_443.format()}))?"
WEB = f"null|http://{HOST}{PORT_OF_HTTP}|https://{HOST}{PORT_OF_HTTPS}"
NOT_OF_APPS = "|".join(sorted({"https?", *PAGELESS}))
APPS = rf"^(?!(?:{NOT_OF_APPS}):)[a-z][a-z0-9+.-]*://[A-Za-z0-9_.-]*(?::\d{{1,5}})?$"
"""Schemes of app shells and extensions: ``capacitor://localhost``, ``file://``."""

SHORTEST = len(NULL)


def nobody_fits(form: Form) -> bool:
    """Whether it is certain that a pattern fits no origin that can be sent."""
    try:
        made = automata(form)
        return all(apart(made, each) for each in sendable())
    except TooLargeError:
        return False


def apart(made: Automata, others: Automata) -> bool:
    """Whether no text is accepted by both, all texts having been looked at."""
    search = common(made, others)
    return next(search.texts(), None) is None and search.exhausted


def fitting(form: Form) -> Iterator[str]:
    """Origins of web pages that fit a pattern, the short ones first."""
    try:
        made = automata(form)
        yield from common(made, sendable()[0]).texts()
    except TooLargeError:
        return


def common(made: Automata, others: Automata) -> Search:
    return Search((*others.wanted, *made.wanted), (*others.refused, *made.refused))


@cache
def sendable() -> tuple[Automata, Automata]:
    return of_text(WEB), of_text(APPS)


def of_text(text: str) -> Automata:
    return automata(Form(parse(text), Mode.FULL))


def says_nobody(form: Form) -> bool:
    """Whether a pattern is too short to mean anybody, as ``^$`` and ``a^`` are."""
    return sum(isinstance(each, t.One) for each in t.walk(form.node)) < SHORTEST
