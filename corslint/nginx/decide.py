"""From the responses on all paths to who is admitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    Fallback,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    Sent,
    Syntax,
    UnknownOrigins,
)
from corslint.nginx.answers import Response
from corslint.nginx.entries import (
    compared,
    constant,
    constant_text,
    matched,
    origin_of,
    repeated,
    several,
)
from corslint.nginx.fields import obscure
from corslint.nginx.pattern import prefers_all, surrounds
from corslint.nginx.state import Anyone, Exactly, Matches, Nobody, State
from corslint.nginx.text import Captured, FromHeader, Text, TheOrigin
from corslint.origin import NULL, WILDCARD
from corslint.source import Span
from corslint.wire import ALLOW_CREDENTIALS, FOREIGN_ORIGIN, Certainty

T = TypeVar("T")

CREDENTIALS = ALLOW_CREDENTIALS.lower()


class Decide(Protocol):
    def __call__(self, origin: str | None, besides: str | None = None) -> Certainty: ...


@dataclass(slots=True)
class Decision:
    """Collects who is admitted; ``decide`` asks the configuration about one origin.

    ``by_name``: some origins are told apart and sent back. ``fixed`` are texts sent
    whatever the request says, ``listed`` are compared with it.
    """

    span: Span
    decide: Decide
    without_origin: str | None = None
    by_name: bool = False
    others: dict[AllowOrigin, None] = field(default_factory=dict)
    listed: dict[OriginEntry, None] = field(default_factory=dict)
    fixed: dict[OriginEntry, None] = field(default_factory=dict)

    def result(self) -> AllowOrigin:
        parts = list(self.others)
        if self.listed:
            parts.append(OriginList(tuple(self.listed), self.span))
        if self.fixed:
            parts.append(OriginList(tuple(self.fixed), self.span, constant=True))
        if len(parts) > 1:
            return OriginUnion(tuple(parts), self.span)
        return parts[0] if parts else OriginList((), self.span)

    def add(self, response: Response) -> None:
        if isinstance(response.decided.caller, Nobody):
            return
        texts = [line.text for line in response.origins]
        if len(texts) > 1 and all(map(certain, texts)) and not response.decided.tests:
            dead = repeated(response.origins)
            if all(dead.span != other.span for other in self.fixed):
                put(self.fixed, dead)
            return
        for text in texts:
            self.one(text, response)

    def one(self, text: Text, response: Response) -> None:
        state = response.decided
        if state.unknown is not None:
            reason, span = state.unknown
            part = UnknownOrigins(f"the origins are {reason}", span, (self.span,))
            put(self.others, part)
        elif anyone(state) and (dead := several(text)) is not None:
            put(self.fixed, dead)
        elif (header := copied(text)) is not None:
            by_address = header.startswith("?") and text.parts == (FromHeader(header),)
            forged = ((header, FOREIGN_ORIGIN),) if by_address else None
            put(self.others, ReflectedOrigin(text.span, text.via, header, forged=forged))
        elif state.tangled:
            self.program()
        elif (why := obscure(text)) is not None:
            part = UnknownOrigins(f"the origins are {why}", text.span, text.via)
            put(self.others, part)
        elif isinstance(state.caller, Exactly):
            put(self.listed, compared(text, state.caller))
        elif state.patterns and constant_text(text) is not None:
            put(self.listed, matched(text, state.matches))
        elif len(state.patterns) > 1 or (state.patterns and self.carved(state.matches)):
            self.program()
        elif state.patterns:
            self.matching(text, state.patterns[0])
        elif self.by_name and tells_apart(state) and text.plain is not None:
            self.refused(text.plain.strip(" \t"), text, response)
        else:
            self.everybody(text)

    def program(self) -> None:
        put(self.others, OriginProgram(self.span, self.decide))

    def carved(self, matches: Sequence[Matches]) -> bool:
        """Whether patterns that the Origin must not match keep somebody out.

        One whose own path admits is no more than an earlier row of the same list.
        """
        admitted = {part.text for part in self.others if isinstance(part, OriginPattern)}
        return any(one.negated and one.pattern not in admitted for one in matches)

    def everybody(self, text: Text) -> None:
        """The same for every origin that no other path speaks of."""
        if text.parts == (TheOrigin(),):
            part = ReflectedOrigin(text.span, text.via, "origin", self.without_origin)
            put(self.others, part)
        elif text.plain is None:
            self.program()
        elif text.plain.strip(" \t") == WILDCARD:
            put(self.others, AnyOrigin(Sent.WILDCARD, text.span, text.via))
        else:
            put(self.fixed, constant(text.plain, text))

    def refused(self, plain: str, text: Text, response: Response) -> None:
        """What is sent to those who are not among the origins that are sent back."""
        granted = [line.text.plain for line in response.named(CREDENTIALS)]
        cookies = granted == ["true"]
        fallback = Fallback(plain, text.span, text.via, credentials=cookies)
        decide = partial(self.decide, besides=plain)
        put(self.others, OriginProgram(self.span, decide, fallback=fallback))
        if plain not in (WILDCARD, NULL):
            put(self.fixed, constant(plain, text))

    def matching(self, text: Text, match: Matches) -> None:
        """Sent where the Origin matches a pattern: anywhere, unless it is anchored."""
        via = origin_of(text, match.span)
        pattern, ignore_case = match.pattern, match.ignore_case
        if text.parts == (TheOrigin(),) or text.plain is not None:
            part = OriginPattern(
                pattern, match.span, "search", ignore_case, via, syntax=Syntax.PCRE
            )
            put(self.others, part)
        elif text.parts == (Captured(pattern, ignore_case, 1),) and surrounds(
            pattern, ignore_case=ignore_case
        ):
            mode = "full" if prefers_all(pattern, ignore_case=ignore_case) else "first"
            part = OriginPattern(
                pattern, match.span, mode, ignore_case, via, syntax=Syntax.PCRE
            )
            put(self.others, part)
        else:
            self.program()


def put(found: dict[T, None], item: T) -> None:
    """Adds to what stands in order and only once."""
    found[item] = None


def certain(text: Text) -> bool:
    """Whether something is sent whatever the request, as long as it has an Origin."""
    return any(
        part if isinstance(part, str) else part == TheOrigin() for part in text.parts
    )


def anyone(state: State) -> bool:
    """Whether a path is open to every Origin."""
    return isinstance(state.caller, Anyone) and not (state.patterns or state.tangled)


def tells_apart(state: State) -> bool:
    """Whether a path is that of origins which were compared with others and differ."""
    return bool(state.excluded or any(match.negated for match in state.matches))


def sends_back(response: Response) -> bool:
    """Whether a path returns the Origin of those who are compared."""
    state, texts = response.decided, [line.text for line in response.origins]
    match state.caller:
        case Exactly(text=origin):
            return any(text.plain == origin for text in texts)
        case _:
            return bool(state.patterns) and any(
                text.parts == (TheOrigin(),) for text in texts
            )


def copied(text: Text) -> str | None:
    """The request header, other than Origin, that a value is made of."""
    names = (part.name for part in text.parts if isinstance(part, FromHeader))
    return next(names, None)
