"""What a handler holds against the Origin: its tests, and the texts that they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from corslint import program as p
from corslint.allow_origin import OriginTest
from corslint.evaluate.machine import Probe
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.handwritten.judging.refusing import by_name
from corslint.handwritten.sending.responses import ORIGIN, Response, responses
from corslint.source import Span
from corslint.wire import FOREIGN_ORIGIN

MAX_SPELLED = 40
LONGEST = 200
HOST = re.compile(
    r"https?://[a-z0-9_.:-]+|\.?(?:[a-z0-9_-]+\.)+(?:app|com|dev|example|io|net|org)",
    re.IGNORECASE,
)
"""Origins, and names under the suffixes that hardly mean anything else."""

Tests = Callable[[str], tuple[OriginTest, ...]]


def tester(study: Study, entry: Entry, sink: Span, besides: str | None) -> Tests:
    """Runs the handler for an origin: what does it hold against that origin?

    ``besides`` is what the refused get as well.
    """

    def tests(origin: str) -> tuple[OriginTest, ...]:
        ways = list(responses(study, entry, Probe(origin)))
        open_ways = [way for way in ways if lets_in(way, sink, origin, besides)]
        found = (test for way in open_ways[:1] or ways for test in way.path.held)
        return tuple(dict.fromkeys(found))

    return tests


def lets_in(way: Response, sink: Span, origin: str, besides: str | None) -> bool:
    return any(
        effect.sink == sink
        and by_name(effect, origin, besides)
        and way.doubtful(effect) is None
        for effect in way.headers.get(ORIGIN, [])
    )


def spelled(study: Study, tests: Tests) -> tuple[str, ...]:
    """The texts held against a foreign Origin; else those of the file that name hosts."""
    texts = (test.text for test in tests(FOREIGN_ORIGIN))
    found = tuple(islice(dict.fromkeys(texts), MAX_SPELLED))
    return found or tuple(islice(dict.fromkeys(hosts(study.program)), MAX_SPELLED))


def hosts(program: p.Program) -> Iterator[str]:
    for node in walk(program.body):
        match node:
            case p.Constant(value=str(text)) if len(text) < LONGEST:
                if HOST.fullmatch(text):
                    yield text
            case _:
                pass
