"""Whether a value is of the type that an annotation asks for, as pydantic is strict."""

from __future__ import annotations

from collections.abc import Mapping

from corslint import program as p
from corslint.evaluate.classes.coercion import (
    COLLECTIONS,
    URLS,
    alternatives,
    base_name,
    parts,
)
from corslint.evaluate.things import Const, Listing, Table, Thing

SCALARS: Mapping[str, type | tuple[type, ...]] = {
    "str": str,
    "bool": (bool, int),
    "int": int,
    "float": (float, int),
}
TABLES = frozenset({"dict", "Dict", "Mapping"})
MAX_DEPTH = 3


def fits(value: Thing, annotation: p.Expression | None, depth: int = 0) -> bool:
    """Whether ``value`` may be what ``annotation`` takes; False only where it is refused.

    Types that are not builtin, and values that are not plain, may fit.
    """
    kinds = list(alternatives(annotation))
    if not kinds or depth > MAX_DEPTH or not isinstance(value, (Const, Listing, Table)):
        return True
    if isinstance(value, Const) and value.value is None:
        return True
    return any(fits_one(value, kind, depth) for kind in kinds)


def fits_one(value: Const | Listing | Table, kind: p.Expression, depth: int) -> bool:
    name = base_name(kind)
    if name in TABLES:
        return isinstance(value, Table)
    if name in COLLECTIONS:
        return isinstance(value, Listing) and all(
            fits(item, inner, depth + 1) for item in value.items for inner in items_of(kind)
        )
    if name in SCALARS:
        return isinstance(value, Const) and isinstance(value.value, SCALARS[name])
    if name in URLS:
        return isinstance(value, Const) and isinstance(value.value, str)
    return True


def items_of(kind: p.Expression) -> tuple[p.Expression, ...]:
    """What each item of a collection must be; nothing where its items differ."""
    if not isinstance(kind, p.Subscript):
        return ()
    found = parts(kind.key)
    alike = len(found) == 1 or (len(found) == 2 and isinstance(found[1], p.Opaque))
    return found[:1] if alike else ()
