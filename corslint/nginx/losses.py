"""Blocks whose own ``add_header`` switches off the CORS headers from outside."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.nginx.headers import Header
from corslint.nginx.levels import ORIGIN, Level, heirs
from corslint.nginx.text import pieces
from corslint.observation import LostInheritance


def losses(carrier: Level) -> Iterator[LostInheritance]:
    """Every block that should inherit the headers of ``carrier`` and does not.

    A block that names Allow-Origin itself, even to send nothing, decided on its own.
    """
    for parent in heirs(carrier):
        for level in parent.inner:
            if loses(level, parent):
                yield loss(level, parent)


def loses(level: Level, parent: Level) -> bool:
    if not any(header.key == ORIGIN for header in parent.added) or not level.complete:
        return False
    named = [*level.own_added, *level.own_replaced]
    own = any(header.key == ORIGIN for header in named) or any(map(computed, named))
    return bool(level.own_added) and not own and not level.origins


def computed(header: Header) -> bool:
    """Whether a template decides which header it is."""
    return any(not isinstance(piece, str) for piece in pieces(header.name))


def loss(level: Level, parent: Level) -> LostInheritance:
    opening = level.opening
    first = level.own_added[0].directive
    span = first.span if opening is None else opening.name.span
    if opening is not None and opening.words:
        span = span.until(opening.words[-1].span)
    sent = {header.key for header in level.cors}
    dropped = [
        header
        for header in parent.added
        if header.key.startswith("access-control-") and header.key not in sent
    ]
    names = tuple(dict.fromkeys(header.name for header in dropped))
    outer = next(header for header in dropped if header.key == ORIGIN)
    return LostInheritance(span, outer.directive.span, names, level.title)
