"""A form as automata: what it wants, and what it refuses by looking ahead.

Where all that stands before a look ahead has a fixed length, the look is a condition on the
whole text, and so an automaton of its own. Elsewhere it is left out, which accepts more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from corslint.patterns import tree as t
from corslint.patterns.alphabet import BITS
from corslint.patterns.automaton import Automaton, Budget, TooLargeError, Walk
from corslint.patterns.building import Mode, build
from corslint.patterns.instructions import Compiled
from corslint.patterns.lowering import Form, regex
from corslint.patterns.parsing import UnreadablePatternError
from corslint.patterns.preferring import preferred

MAX_WORK = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Automata:
    """A text is accepted by all of ``wanted`` and by none of ``refused``."""

    wanted: tuple[Automaton, ...]
    refused: tuple[Automaton, ...]
    exact: bool

    def accepts(self, text: str) -> bool:
        """Whether an origin is accepted. Raises ``TooLargeError``."""
        wanted = all(accepted(text, each) for each in self.wanted)
        return wanted and not any(accepted(text, each) for each in self.refused)


def automata(form: Form) -> Automata:
    """The automata of a form. Raises ``TooLargeError``."""
    parts = tuple(flat(form.node))
    looks = list(conditions(parts)) if fixed_start(form, parts) else []
    left = t.Row(tuple(each for each in parts if not any(each is one for one, _ in looks)))
    main = build(left, form.mode)
    made = [(look.wanted, build(node, Mode.MATCH)) for look, node in looks]
    sound = [(wanted, each) for wanted, each in made if wanted or each.exact]
    first = () if form.first is None else at_first(form.first)
    return Automata(
        (main, *first, *(each for wanted, each in sound if wanted)),
        tuple(each for wanted, each in sound if not wanted),
        main.exact
        and bool(first or not form.first)
        and all(each.exact for _, each in made),
    )


def at_first(found: Compiled) -> tuple[Automaton, ...]:
    """What a search has to find first; left out where that is too large to be told."""
    try:
        return (preferred(found),)
    except TooLargeError:
        return ()


def flat(node: t.Node) -> Iterator[t.Node]:
    """The parts of a row, with those of rows in it."""
    if isinstance(node, t.Row):
        for each in node.parts:
            yield from flat(each)
    else:
        yield node


def fixed_start(form: Form, parts: tuple[t.Node, ...]) -> bool:
    return form.mode is not Mode.SEARCH or parts[:1] == (t.AT_START,)


def conditions(parts: Iterable[t.Node]) -> Iterator[tuple[t.Look, t.Node]]:
    """Each look ahead with the text up to it and the text that it looks at."""
    before: list[t.Node] = []
    for each in parts:
        if isinstance(each, t.Look):
            yield each, t.Row((*before, each.part))
        elif isinstance(each, t.One | t.Border):
            before.append(each)
        else:
            return


def accepted(text: str, automaton: Automaton) -> bool:
    walk = Walk(automaton, Budget(MAX_WORK))
    at = walk.begin
    for character in text:
        at = walk.step(at, BITS.get(character, 0))
    return walk.accepts(at)


@lru_cache(maxsize=128)
def known(text: str, mode: Mode, flags: int) -> Automata | None:
    """The automata of a regular expression, None where they accept more than it does."""
    try:
        made = automata(regex(text, mode, flags))
    except (TooLargeError, UnreadablePatternError):
        return None
    return made if made.exact else None


def fits(text: str, mode: Mode, flags: int, subject: str) -> bool | None:
    """Whether a regular expression fits a text, in time that grows with both alone.

    None where that is not known: for texts that no origin is a part of, too.
    """
    if not BITS.keys() >= set(subject) or (made := known(text, mode, flags)) is None:
        return None
    try:
        return made.accepts(subject)
    except TooLargeError:
        return None
