"""The condition of an ``if``: read, then decided on a path as far as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corslint.nginx.maps import learn, named, possible
from corslint.nginx.pattern import compiled
from corslint.nginx.state import Exactly, Matches, Nobody, State
from corslint.nginx.text import Captured, FromHeader, Text, TheOrigin, filled_in, part_of
from corslint.nginx.values import Values
from corslint.nginx.variables import universal
from corslint.source import Span
from corslint.syntax.nginx import Directive, Word

OPERATORS = {"=": "=", "!=": "=", "~": "~", "~*": "~", "!~": "~", "!~*": "~"}


@dataclass(frozen=True, slots=True)
class Condition:
    """``left`` is a variable; an empty ``operator`` asks whether it holds anything."""

    left: Word
    span: Span
    operator: str = ""
    right: Word | None = None
    negated: bool = False
    ignore_case: bool = False


def read(directive: Directive) -> Condition | None:
    """The condition, None for a test of files and for what nginx would refuse."""
    words = bare(directive.words)
    if not words or not words[0].text.startswith("$"):
        return None
    span = words[0].span.until(words[-1].span)
    if len(words) == 1:
        return Condition(words[0], span)
    sign = words[1].text
    if len(words) != 3 or sign not in OPERATORS:
        return None
    return Condition(
        words[0],
        span,
        OPERATORS[sign],
        words[2],
        sign.startswith("!"),
        sign.endswith("*"),
    )


def bare(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words between the parentheses, which may stand alone or touch a word."""
    if not words or not words[0].text.startswith("(") or not words[-1].text.endswith(")"):
        return ()
    first, *rest = words
    stripped = [inner(first, 1, len(first.text)), *rest]
    last = stripped[-1]
    stripped[-1] = inner(last, 0, len(last.text) - 1)
    return tuple(word for word in stripped if word.text or word.quoted)


def inner(word: Word, start: int, end: int) -> Word:
    return Word(word.text[start:end], part_of(word, start, end), word.quoted)


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides conditions; both outcomes are given where either may happen."""

    values: Values

    def decide(
        self, condition: Condition | None, state: State, span: Span
    ) -> Iterator[tuple[State, bool]]:
        if condition is None:
            yield from either(state.assume(span), state)
            return
        for after, left in self.values.of(condition.left, state):
            for path, outcome in self.outcomes(condition, left, after):
                yield path, outcome is not condition.negated

    def outcomes(
        self, condition: Condition, left: Text, state: State
    ) -> Iterator[tuple[State, bool]]:
        if condition.right is None:
            return self.holds(condition, left, state)
        if condition.operator == "~":
            return self.matches(condition, condition.right, left, state)
        return self.equals(condition, condition.right, left, state)

    def holds(
        self, condition: Condition, left: Text, state: State
    ) -> Iterator[tuple[State, bool]]:
        """nginx: a variable is false when it is empty or ``0``."""
        asked = self.values.subject
        if left.plain is not None:
            yield state, left.plain not in ("", "0")
        elif left.parts == (TheOrigin(),):
            yield from either(state, replace(state, caller=Nobody()))
        elif left.parts == (FromHeader("access-control-request-method"),):
            yield state, asked.method == "OPTIONS"
        elif any(isinstance(part, str) for part in left.parts):
            yield state, True
        else:
            yield from unclear(condition, left, state)

    def equals(
        self, condition: Condition, right: Word, left: Text, state: State
    ) -> Iterator[tuple[State, bool]]:
        filler = filled_in(right.text) if left.plain is None else None
        if filler is not None and left.parts == (TheOrigin(),):
            yield from either(replace(state, unknown=(filler, right.span)), state)
            return
        for after, wanted in self.values.of(right, state):
            if left.plain is not None and wanted.plain is not None:
                yield after, left.plain == wanted.plain
            elif left.parts == (TheOrigin(),) and wanted.plain is not None:
                yield from self.is_exactly(wanted.plain, right, after)
            else:
                yield from unclear(condition, left, after)

    def is_exactly(
        self, text: str, right: Word, state: State
    ) -> Iterator[tuple[State, bool]]:
        if not text:
            yield from either(replace(state, caller=Nobody()), state)
            return
        if possible(text, state, self.values.fuel):
            yield replace(state, caller=Exactly(text, text, right.span)), True
        yield replace(state, excluded=state.excluded | {text}), False

    def matches(
        self, condition: Condition, right: Word, left: Text, state: State
    ) -> Iterator[tuple[State, bool]]:
        """A pattern; without a match ``$1`` is empty afterwards (run: nginx 1.22.1)."""
        pattern, ignore_case = right.text, condition.ignore_case
        filler = filled_in(pattern)
        if filler is not None:
            yield from either(replace(state, unknown=(filler, right.span)), state)
        elif left.plain is not None:
            expression = compiled(pattern, ignore_case=ignore_case)
            found = expression.search(left.plain, self.values.fuel)
            if found is None:
                yield replace(state, matched=()), False
            else:
                path = replace(state, matched=found)
                yield named(path, pattern, ignore_case, right.span), True
        elif left.parts != (TheOrigin(),):
            yield from unclear(condition, left, state)
        elif universal(pattern):
            yield state, True
        else:
            match = Matches(pattern, ignore_case, right.span)
            yield from self.origin_matches(match, state)

    def origin_matches(self, match: Matches, state: State) -> Iterator[tuple[State, bool]]:
        opposite = replace(match, negated=True)
        known = {
            (found.pattern, found.ignore_case, found.negated) for found in state.matches
        }
        if (match.pattern, match.ignore_case, True) not in known:
            path = learn(state, match, self.values.fuel)
            yield named(path, match.pattern, match.ignore_case, match.span), True
        if (match.pattern, match.ignore_case, False) not in known:
            yield replace(learn(state, opposite, self.values.fuel), matched=()), False


def either(yes: State, no: State) -> Iterator[tuple[State, bool]]:
    yield yes, True
    yield no, False


def unclear(condition: Condition, left: Text, state: State) -> Iterator[tuple[State, bool]]:
    """Both outcomes: only a run for one origin, or nothing at all, can tell."""
    tangled = any(isinstance(part, TheOrigin | Captured) for part in left.parts)
    no = replace(state, tangled=True) if tangled else state
    yes = no if tangled else state.assume(condition.span)
    return either(replace(yes, matched=None) if condition.operator == "~" else yes, no)
