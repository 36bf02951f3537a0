"""What a handler sends to those whom it refuses.

A place that writes Allow-Origin for whoever is not let in belongs to the place that lets
others in: both are one decision about the Origin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from corslint.allow_origin import Fallback
from corslint.evaluate.machine import Probe
from corslint.evaluate.settle import placed, variable
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.study import Study
from corslint.evaluate.things import Decision
from corslint.handwritten.sending.effects import HeaderEffect
from corslint.handwritten.sending.responses import (
    ORIGIN,
    Response,
    about_origins,
    absent,
    responses,
    sent,
)
from corslint.origin import NULL, WILDCARD
from corslint.source import Span
from corslint.wire import FOREIGN_ORIGIN

CREDENTIALS = "access-control-allow-credentials"
MAX_NAMED = 4


@dataclass(frozen=True, slots=True)
class Refusal:
    """A text that the refused are sent at ``effect``, where ``sink`` lets others in.

    ``doubt`` is the test that decides and that cannot be read, None where all is clear.
    """

    effect: HeaderEffect
    response: Response
    sink: Span
    absent: bool = False
    doubt: Decision | None = None

    @property
    def text(self) -> str:
        return sent(self.effect) or ""

    @property
    def fallback(self) -> Fallback:
        span, via = placed(self.effect.value, self.effect.span)
        granted = self.response.last(CREDENTIALS)
        cookies = granted is not None and sent(granted) == "true"
        name = variable(self.effect.value)
        return Fallback(self.text, span, via, name, cookies, self.absent)


def by_name(effect: HeaderEffect, origin: str | None, besides: str | None) -> bool:
    """Whether ``effect`` lets ``origin`` in, other than by what all the refused get."""
    text = sent(effect)
    if text is None or (text == besides and "origin" not in effect.value.trace.headers):
        return False
    return text in (WILDCARD, origin)


@dataclass(frozen=True, eq=False)
class Refusing:
    """Compares what one handler sends to a foreign origin with what it sends to others."""

    study: Study
    entry: Entry

    def refusals(self) -> Iterator[Refusal]:
        """The texts for the refused, first those for a foreign origin."""
        if self.looks_at_origin() and not self.sends_back_all():
            yield from self.certain(FOREIGN_ORIGIN)
            yield from self.doubtful()
            for found in self.certain(None):
                if found.text in (WILDCARD, NULL):
                    yield found

    def looks_at_origin(self) -> bool:
        """Whether what is sent depends on the Origin at all."""
        return any(
            "origin" in headers
            for response in self.answers(None, known=False)
            for headers in (
                *(each.headers for each in response.path.decisions),
                *(each.value.trace.headers for each in written(response)),
            )
        )

    def sends_back_all(self) -> bool:
        """Whether a foreign origin itself certainly goes out: then nobody is refused."""
        return any(
            sent(effect) == FOREIGN_ORIGIN and response.doubtful(effect) is None
            for response in self.answers(FOREIGN_ORIGIN)
            for effect in written(response)
        )

    def answers(self, origin: str | None, known: bool = True) -> list[Response]:
        return list(responses(self.study, self.entry, Probe(origin) if known else None))

    @cached_property
    def named(self) -> list[tuple[str, list[Response]]]:
        """Origins that the file spells out, with what they are answered."""
        names = islice(self.study.origins, MAX_NAMED)
        return [(name, self.answers(name)) for name in names]

    def certain(self, origin: str | None) -> Iterator[Refusal]:
        """What ``origin`` gets where one that the file names is sent back itself."""
        for response in self.answers(origin):
            for effect in written(response):
                text = sent(effect)
                if text and text != origin and response.doubtful(effect) is None:
                    for sink in dict.fromkeys(self.admitting(effect)):
                        yield Refusal(effect, response, sink, absent=origin is None)

    def admitting(self, refused: HeaderEffect) -> Iterator[Span]:
        """The places that let a named origin in which never gets what the refused get."""
        for name, answers in self.named:
            effects = [effect for each in answers for effect in written(each)]
            if any(is_same(effect, refused) for effect in effects):
                continue
            yield from (effect.sink for effect in effects if sent(effect) == name)

    def doubtful(self) -> Iterator[Refusal]:
        """What goes out on the one side of an unreadable test, the Origin on the other."""
        answers = self.answers(FOREIGN_ORIGIN)
        for response in answers:
            for effect in written(response):
                doubt = last_doubt(response, effect)
                if sent(effect) not in {None, "", FOREIGN_ORIGIN} and doubt is not None:
                    for sink in dict.fromkeys(other_side(answers, doubt)):
                        yield Refusal(effect, response, sink, doubt=doubt)


def written(response: Response) -> list[HeaderEffect]:
    found = response.headers.get(ORIGIN, [])
    return [effect for effect in found if not absent(effect.value)]


def is_same(effect: HeaderEffect, other: HeaderEffect) -> bool:
    return effect.sink == other.sink and sent(effect) == sent(other)


def last_doubt(response: Response, effect: HeaderEffect) -> Decision | None:
    """The last test about origins on the way, if it is one of the Origin.

    That is one before ``effect``, or else one that may still have replaced it.
    """
    doubts = response.doubts(effect) or [
        each for each in response.path.decisions if about_origins(each)
    ]
    return doubts[-1] if doubts and "origin" in doubts[-1].headers else None


def other_side(answers: Sequence[Response], doubt: Decision) -> Iterator[Span]:
    """The places that send a foreign Origin back where ``doubt`` comes out differently."""
    for response in answers:
        for effect in written(response):
            turned = any(
                each.span == doubt.span and each.taken is not doubt.taken
                for each in response.before(effect)
            )
            if turned and sent(effect) == FOREIGN_ORIGIN:
                yield effect.sink
