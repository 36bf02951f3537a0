"""The order in which the ways through an entry are followed: what matters comes first.

A run answers some questions and leaves the other answers as ways of their own. Where such
an answer turns out to change nothing about CORS, further answers on top of it are put off:
they are most likely to come to what is known already.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from heapq import heappop, heappush
from typing import NamedTuple

from corslint.evaluate.things import Path
from corslint.evaluate.ways.oracle import Oracle
from corslint.evaluate.ways.outcomes import outcome

MAX_PATHS = 24
MAX_PUT_OFF = 8

Follow = Callable[[tuple[bool, ...]], tuple[Path, Oracle]]


class Way(NamedTuple):
    """A way to follow; ``rank`` is how many answers on it seemed to change nothing.

    ``far``: its last answer is to a question that is not about CORS by its looks.
    """

    rank: int
    far: bool
    order: int
    script: tuple[bool, ...]
    before: object
    asked: frozenset[Hashable]


class Ways(NamedTuple):
    """The ways that were followed.

    ``complete``: there are no others. ``followed``: none is left whose every answer is
    known to matter.
    """

    paths: tuple[Path, ...]
    complete: bool
    followed: bool


def follow(run: Follow, affordable: Callable[[], bool]) -> Ways:
    """Follow ways while that is ``affordable`` and within the bounds."""
    queue: list[Way] = [Way(0, False, 0, (), None, frozenset())]
    paths: list[Path] = []
    order = put_off = 0
    while queue and len(paths) < MAX_PATHS and affordable():
        if queue[0].rank and put_off >= MAX_PUT_OFF:
            break
        way = heappop(queue)
        put_off += bool(way.rank)
        path, oracle = run(way.script)
        paths.append(path)
        found = outcome(path)
        asked = frozenset(oracle.known)
        for alternative in oracle.alternatives:
            order += 1
            key, script, far = alternative
            idle = found == way.before and key in way.asked
            heappush(queue, Way(way.rank + idle, far, order, script, found, asked))
    followed = not any(way.rank == 0 for way in queue)
    return Ways(tuple(paths), not queue, followed)
