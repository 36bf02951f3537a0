"""Whether every request that a URL configuration of Django sends to a view gets there."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.slicing.entries import Entry
from corslint.handwritten.outline import Outline

PASSING = frozenset({"csrf_exempt"})
"""Decorators of Django that hand every request to the view."""


def undisturbed(outline: Outline, entry: Entry) -> bool:
    """Whether a view of Django gets every request, as far as its file tells.

    Its decorators are of this file or known to let everything pass, and there is no
    middleware beside it.
    """
    passing = PASSING | {each.chain[0].name for each in outline.functions}
    decorators = entry.function.decorators if entry.function else ()
    known = all(last_word(each) in passing for each in decorators)
    names = (parameter.name for each in outline.functions for parameter in taken(each))
    return known and "get_response" not in names


def taken(entry: Entry) -> tuple[p.Parameter, ...]:
    return entry.function.parameters if entry.function else ()
