"""The headers of a request as a program finds them: mappings and lists to go through.

Only Origin is among them by name; one more entry stands for all the others.
"""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.request.forms import Form, header_name
from corslint.evaluate.things import (
    OTHER,
    Const,
    Listing,
    Table,
    Thing,
    Trace,
    Unknown,
    is_other,
)

SAME = frozenset(
    """casefold decode encode lower replace removeprefix strip title upper
    capitalize""".split()
)
"""Methods of texts after which a name is still not Origin's."""


class AnyCase(str):
    """A header's name where libraries differ in how they spell it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.lower() == other.lower()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.lower())


NAMES: dict[Form, p.Scalar] = {
    Form.MAPPING: AnyCase("Origin"),
    Form.ENVIRON: "HTTP_ORIGIN",
    Form.PAIRS: b"origin",
}


def headers(form: Form, origin: Thing | None, trace: Trace) -> Thing:
    """All headers of a request, in one of their forms; ``origin`` None is one without."""
    rest = "the other headers of the request"
    entries: list[tuple[Thing, Thing]] = [
        (Unknown(rest, trace, OTHER), Unknown(rest, trace, (trace.span, rest)))
    ]
    if origin is not None:
        entries.insert(0, (Const(NAMES[form], trace), origin))
    if form is not Form.PAIRS:
        return Table(entries, trace)
    pairs: list[Thing] = [Listing("tuple", list(entry), trace) for entry in entries]
    return Listing("list", pairs, trace)


def differs(name: Thing, other: Thing) -> bool:
    """Whether ``name`` is a header's that is not Origin, and ``other`` is Origin's."""
    return is_other(name) and isinstance(other, Const) and spells_origin(other.value)


def spells_origin(value: p.Scalar) -> bool:
    return header_name(value) == "origin"


def lacks(owner: Table, key: p.Scalar) -> bool:
    """Whether a table certainly has no such key, though one of its keys is not known."""
    names = [name for name, _ in owner.entries if not isinstance(name, Const)]
    return owner.complete and spells_origin(key) and all(map(is_other, names))
