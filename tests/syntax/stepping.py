"""How much work a reader does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Protocol


class Tracing(Protocol):
    def __call__(self, frame: FrameType, event: str, arg: object, /) -> Tracing: ...


def steps(work: Callable[[], object]) -> int:
    """How many lines of code are run."""
    count = 0

    def tracing(_: FrameType, event: str, __: object, /) -> Tracing:
        nonlocal count
        count += event == "line"
        return tracing

    before = sys.gettrace()
    sys.settrace(tracing)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
