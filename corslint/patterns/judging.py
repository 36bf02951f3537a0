"""Whether a pattern lets strangers in: an origin that gets in, a proof that none does, or
why neither can be told.

A pattern is unsafe if it accepts ``null``, or an origin whose host has a registrable domain
that the text of the pattern does not spell out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from corslint.origin import NULL, malformed
from corslint.origins.domains import for_sale, registrable
from corslint.patterns import tree as t
from corslint.patterns.automaton import Automaton, TooLargeError
from corslint.patterns.building import Mode, build
from corslint.patterns.examples import examples
from corslint.patterns.naming import Named, named
from corslint.patterns.product import Search
from corslint.patterns.strangers import meant, strangers, suffixes_to_try

MAX_HITS = 300
TOO_LARGE = "the pattern is too large to be searched to its end"
UNCONFIRMED = "the pattern uses what cannot be searched to its end"

Accepts: TypeAlias = Callable[[str], bool]
"""The predicate itself, as the component applies it."""


@dataclass(frozen=True, slots=True)
class Unsafe:
    """``witness`` is accepted, and a stranger can have it."""

    witness: str


@dataclass(frozen=True, slots=True)
class Safe:
    """Everything was searched: nobody gets in but the named."""


@dataclass(frozen=True, slots=True)
class Unknown:
    reason: str


Verdict: TypeAlias = Unsafe | Safe | Unknown


@dataclass(frozen=True, slots=True)
class Question:
    """One pattern to be judged: its parts, how it is applied, and the predicate itself."""

    node: t.Node
    mode: Mode
    accepts: Accepts
    named: Named


def judge(
    node: t.Node, mode: Mode, accepts: Accepts, meaning: Named | None = None
) -> Verdict:
    """The verdict on a pattern. ``meaning``: whom it names, where its text does not say."""
    question = Question(node, mode, accepts, meaning or named(node))
    for origin in examples(node, mode, question.named):
        if foreign(origin, question.named) and accepts(origin):
            return Unsafe(origin)
    return Unsafe(NULL) if accepts(NULL) else searched(question)


def searched(question: Question) -> Verdict:
    """The verdict of the search; the predicate confirms what it finds."""
    try:
        wanted = build(question.node, question.mode)
    except TooLargeError:
        return Unknown(TOO_LARGE)
    search = stranger_search(wanted, question.named)
    open_hits = 0
    for origin in search.texts():
        if foreign(origin, question.named) and question.accepts(origin):
            return Unsafe(origin)
        open_hits += 1
        if open_hits >= MAX_HITS:
            break
    if open_hits:
        return Unknown(UNCONFIRMED)
    return Safe() if search.exhausted else Unknown(TOO_LARGE)


def stranger_search(wanted: Automaton, whom: Named) -> Search:
    return Search(wanted, strangers(suffixes_to_try(whom)), meant(whom))


def foreign(origin: str, whom: Named) -> bool:
    """Whether a stranger can have a web page with this origin."""
    scheme, _, rest = origin.partition("://")
    if scheme not in {"http", "https"} or malformed(origin) is not None:
        return False
    domain = registrable(rest.partition(":")[0])
    return domain is not None and domain not in whom.domains and for_sale(domain)
