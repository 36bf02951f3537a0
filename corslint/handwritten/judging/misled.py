"""Code that asks the wrong part of a request who the caller is.

Referer is written by the page, as far as it wants; a parameter by whoever makes the
address; Host and X-Forwarded-Host name this server and not the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias, TypeGuard

from corslint import program as p
from corslint.evaluate.machine import Probe
from corslint.evaluate.request.parameters import PARAMETER
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.evaluate.things import Decision
from corslint.handwritten.judging.testing import hosts
from corslint.handwritten.sending.effects import HeaderEffect
from corslint.handwritten.sending.responses import (
    ORIGIN,
    Response,
    about_origins,
    responses,
    sent,
)
from corslint.origin import WILDCARD
from corslint.source import Span
from corslint.wire import FOREIGN_ORIGIN

Headers: TypeAlias = tuple[tuple[str, str], ...]

MAX_TEXTS = 16
TEXT = re.compile(r"[A-Za-z0-9._~:/-]{1,100}")
"""What an address may hold as it is."""

SERVER = frozenset({"host", "x-forwarded-host"})
WRONG = SERVER | {"referer"}
ABOUT_CALLERS = re.compile(
    r"origin|domain|site|host|referr?er|client|caller|allow", re.IGNORECASE
)
"""What a parameter is called, or tested for, when it is to tell who calls."""


@dataclass(frozen=True, slots=True)
class Misled:
    """The wrong source: ``header`` as in ``ReflectedOrigin``, and what lets strangers in.

    ``copied``: the value itself comes from there, otherwise only the decision does.
    """

    header: str
    effect: HeaderEffect
    copied: bool
    forged: Headers | None

    @property
    def is_open_question(self) -> bool:
        """Whether strangers may get in, though nothing tried lets them."""
        fixed = self.copied and not self.header.startswith(PARAMETER)
        return self.forged is None and not fixed


def wrong(headers: frozenset[str]) -> str | None:
    """The wrong source among ``headers``, None where Origin is among them."""
    if "origin" in headers:
        return None
    parameters = {name for name in headers if name.startswith(PARAMETER)}
    return min(headers & WRONG | parameters, default=None)


def misled(study: Study, entry: Entry, sink: Span) -> Misled | None:
    """What is wrong with how a handler tells callers apart at ``sink``."""
    for response, effect in reaching(study, entry, Probe(FOREIGN_ORIGIN), sink):
        if found := copied(effect):
            texts = attempts(found, (FOREIGN_ORIGIN,))
            forged = first(study, entry, sink, texts)
            return Misled(found, effect, True, forged)
        if sent(effect) == FOREIGN_ORIGIN and (found := decided(response, effect)):
            texts = attempts(found, spelled(study, sink))
            return Misled(found, effect, False, first(study, entry, sink, texts))
    return None


def unread(decision: Decision) -> bool:
    """A test of who calls that is open though all of the request is known."""
    found = wrong(decision.headers)
    return about_origins(decision) or (found is not None and found not in SERVER)


def reaching(
    study: Study, entry: Entry, probe: Probe, sink: Span
) -> Iterator[tuple[Response, HeaderEffect]]:
    for response in responses(study, entry, probe):
        for effect in response.headers.get(ORIGIN, []):
            if effect.sink == sink:
                yield response, effect


def copied(effect: HeaderEffect) -> str | None:
    """The wrong source that the value is made of."""
    return wrong(effect.value.trace.headers) if sent(effect) is None else None


def decided(response: Response, effect: HeaderEffect) -> str | None:
    """The wrong source by which the code has let a foreign origin come here."""
    for decision in response.before(effect):
        found = wrong(decision.headers) if decision.taken else None
        if found is None:
            continue
        if not found.startswith(PARAMETER) or ABOUT_CALLERS.search(found + decision.text):
            return found
    return None


def attempts(header: str, texts: tuple[str, ...]) -> Iterator[Headers]:
    """What a foreign page may put into ``header``, the simplest first."""
    if header in SERVER:
        yield ()
    elif header.startswith(PARAMETER):
        yield from (((header, text),) for text in texts)
    else:
        yield ((header, f"{FOREIGN_ORIGIN}/"),)
        yield ((header, ""),)
        for text in texts:
            yield ((header, f"{FOREIGN_ORIGIN}/?{text}"),)


def spelled(study: Study, sink: Span) -> tuple[str, ...]:
    """Texts that a request may be compared with: those near the sink, and hosts."""
    near = (node.body for node in walk(study.program.body) if is_around(node, sink))
    texts = (text for body in near for text in constants(body))
    found = dict.fromkeys(text for text in texts if TEXT.fullmatch(text))
    return tuple(islice(dict.fromkeys([*found, *hosts(study.program)]), MAX_TEXTS))


def is_around(node: object, sink: Span) -> TypeGuard[p.Function]:
    return isinstance(node, p.Function) and node.at[0] <= sink.line <= node.at[2]


def constants(body: p.Block) -> Iterator[str]:
    for node in walk(body):
        match node:
            case p.Constant(value=str(text)):
                yield text
            case _:
                pass


def first(
    study: Study, entry: Entry, sink: Span, tries: Iterator[Headers]
) -> Headers | None:
    """The first attempt that certainly lets the foreign origin in."""
    for headers in tries:
        probe = Probe(FOREIGN_ORIGIN, headers=headers)
        for response, effect in reaching(study, entry, probe, sink):
            admitted = sent(effect) in (FOREIGN_ORIGIN, WILDCARD)
            if admitted and not any(map(unread, response.before(effect))):
                return headers
    return None
