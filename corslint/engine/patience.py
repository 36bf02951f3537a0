"""The garbage collector while a run lasts: it looks for cycles seldom.

A run keeps most of what it makes until its end: parsed files, what their ways came to. To
go through all of that again and again took nearly half of the time and freed next to
nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 200_000
"""New objects between two looks at them; CPython's own default is 700 (2,000 from 3.13)."""

OLDER = 20
"""Looks at the new objects before the older ones are gone through, too."""


@contextmanager
def patient() -> Iterator[None]:
    """Collect garbage seldom inside; as before afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(YOUNG, OLDER, OLDER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
