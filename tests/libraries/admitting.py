"""Whom a policy lets in, as the rules see it."""

from __future__ import annotations

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginList,
    OriginPattern,
    OriginProgram,
    ReflectedOrigin,
    parts_of,
)
from corslint.patterns.explaining import accepts
from corslint.patterns.verdicts import judged
from corslint.wire import Certainty


def admits(origins: AllowOrigin, origin: str) -> bool:
    return any(part_admits(part, origin) for part in parts_of(origins))


def part_admits(part: AllowOrigin, origin: str) -> bool:
    match part:
        case AnyOrigin():
            return True
        case ReflectedOrigin(header="origin"):
            return True
        case OriginProgram(decide=decide):
            found = decide(origin)
            assert found is not Certainty.MAYBE
            return found is Certainty.YES
        case OriginList(entries=entries, complete=True):
            return any(origin in entry.admits for entry in entries)
        case OriginPattern():
            form = judged(part).form
            assert form is not None
            return accepts(form, origin)
        case _:
            raise AssertionError(part)
