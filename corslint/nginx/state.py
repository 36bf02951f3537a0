"""What is known at one moment while nginx works on a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from corslint.nginx.fuel import Fuel
from corslint.nginx.levels import Level
from corslint.nginx.pattern import Captures, compiled
from corslint.nginx.text import Captured, Part, Text, TheOrigin, joined
from corslint.source import Span


@dataclass(frozen=True, slots=True)
class Anyone:
    """The request may come from anywhere."""


@dataclass(frozen=True, slots=True)
class Exactly:
    """The Origin is ``text``, compared with what is written at ``span`` (None: given)."""

    text: str
    written: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Nobody:
    """The request has no Origin."""


Caller: TypeAlias = Anyone | Exactly | Nobody


@dataclass(frozen=True, slots=True)
class Matches:
    """The Origin matches a pattern, or does not where ``negated``."""

    pattern: str
    ignore_case: bool
    span: Span
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """The request at hand; ``caller`` is Anyone when every origin is asked about at once.

    ``asks`` are the values of the preflight's own headers by name, None when any;
    ``headers`` are further ones that are known, ``?name`` for a parameter of the URL.
    """

    method: str
    caller: Caller
    asks: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """A path through the configuration: what was learnt, set and decided on the way.

    ``cached`` are the maps that were looked up: nginx keeps the first result. ``matched``
    is what ``$1`` refers to, None when that cannot be told. ``tests`` are conditions that
    cannot be decided and were taken to hold, ``unknown`` the reason why the callers on this
    path cannot be told, ``tangled`` that only a run for one origin can tell.
    """

    caller: Caller
    level: Level
    matches: tuple[Matches, ...] = ()
    excluded: frozenset[str] = frozenset()
    variables: Mapping[str, Text] = field(default_factory=dict)
    cached: Mapping[str, Text] = field(default_factory=dict)
    matched: Matches | Captures | None = ()
    status: int | None = None
    done: bool = False
    tests: tuple[Span, ...] = ()
    unknown: tuple[str, Span] | None = None
    tangled: bool = False

    @property
    def effects(self) -> tuple[object, ...]:
        """What a condition must change for its outcome to make a difference."""
        parts = {name: text.parts for name, text in self.variables.items()}
        return parts, id(self.level.carrier), self.status, self.done

    @property
    def patterns(self) -> tuple[Matches, ...]:
        """The patterns that the Origin is known to match."""
        return tuple(match for match in self.matches if not match.negated)

    def assume(self, test: Span) -> State:
        if test in self.tests:
            return self
        return replace(self, tests=(*self.tests, test))


@dataclass(frozen=True, slots=True)
class Settler:
    """Fills into a value what is known about the caller by now."""

    fuel: Fuel = field(compare=False)

    def settle(self, text: Text, state: State) -> Text:
        if isinstance(state.caller, Anyone):
            return text
        parts = joined(self.part(part, state.caller) for part in text.parts)
        return replace(text, parts=parts)

    def part(self, part: Part, caller: Exactly | Nobody) -> Part:
        match part:
            case TheOrigin():
                return caller.text if isinstance(caller, Exactly) else ""
            case Captured(pattern, ignore_case, group):
                text = caller.text if isinstance(caller, Exactly) else ""
                expression = compiled(pattern, ignore_case=ignore_case)
                found = expression.search(text, self.fuel) or ()
                return (found[group] if group < len(found) else None) or ""
            case _:
                return part
