"""Whether a pattern lets strangers in: an origin that gets in, a proof that none does, or
why neither can be told.

A pattern is unsafe if it accepts ``null``, or an origin whose host has a registrable domain
that the text of the pattern does not spell out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from corslint.origin import NULL
from corslint.origins.domains import foreign
from corslint.patterns import tree as t
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.conditions import Automata, automata
from corslint.patterns.examples import examples
from corslint.patterns.lowering import Form
from corslint.patterns.product import Search
from corslint.patterns.stalling import varies
from corslint.patterns.strangers import meant, strangers, suffixes_to_try

MAX_HITS = 300
MAX_OPEN = 6
"""Repeats in a row, each of which multiplies the tries of a matcher."""

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


def judge(form: Form, accepts: Accepts) -> Verdict:
    """The verdict on a test of origins; ``accepts`` is the test itself.

    It is not run where it might take long: then the automata answer in its place.
    """
    slow = is_slow(form.node)
    try:
        made = automata(form)
    except TooLargeError:
        return by_examples(form, nobody if slow else accepts) or Unknown(TOO_LARGE)
    if slow:
        accepts = made.accepts if made.exact else nobody
    return by_examples(form, accepts) or searched(form, made, accepts)


def is_slow(node: t.Node) -> bool:
    """Whether a matcher that goes back might take long, however short the repeats are."""
    loops = [each for each in t.walk(node) if isinstance(each, t.Repeat) and each.most != 1]
    nested = any(varies(each) for loop in loops for each in t.walk(loop.part))
    return nested or sum(map(varies, loops)) > MAX_OPEN


def nobody(_: str) -> bool:
    """Confirms nothing, so that only a search without any hit is a proof."""
    return False


def by_examples(form: Form, accepts: Accepts) -> Unsafe | None:
    """What people understand at once, and ``null``."""
    whom = form.named
    for origin in examples(form, whom):
        if foreign(origin, whom.domains) and accepts(origin):
            return Unsafe(origin)
    return Unsafe(NULL) if accepts(NULL) else None


def searched(form: Form, made: Automata, accepts: Accepts) -> Verdict:
    """The verdict of the search; the predicate confirms what it finds."""
    whom = form.named
    within = strangers(suffixes_to_try(whom, form.node))
    search = Search((within, *made.wanted), (*made.refused, meant(whom)))
    hits = 0
    for hits, origin in enumerate(search.texts(), 1):
        if foreign(origin, whom.domains) and accepts(origin):
            return Unsafe(origin)
        if hits >= MAX_HITS:
            break
    if hits:
        return Unknown(UNCONFIRMED)
    return Safe() if search.exhausted else Unknown(TOO_LARGE)
