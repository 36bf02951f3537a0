"""How environs reads the environment (15.2, executed)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from corslint.evaluate.readers.reader import (
    Asked,
    Parse,
    Reader,
    as_it_is,
    builtin,
    each_cast,
)
from corslint.evaluate.things import Const, Thing
from corslint.evaluate.values.decoding import decoded

TRUE = frozenset("t T true True TRUE on On ON y Y yes Yes YES 1".split())
FALSE = frozenset("f F false False FALSE off Off OFF n N no No NO 0".split())


def separated(asked: Asked, text: Const) -> Thing | None:
    """A list, split at the delimiter that is asked for."""
    match asked.named.get("delimiter"):
        case None:
            between = ","
        case Const(value=str(given)) if given:
            between = given
        case _:
            return None
    found = decoded(text, lambda whole: whole.split(between) if whole else [])
    inner = asked.named.get("subcast")
    if inner is None or (isinstance(inner, Const) and inner.value is None):
        return found
    if builtin(inner) not in {"str", "int"}:
        return None
    return each_cast(asked.call, inner, found)


def flag(text: str) -> bool:
    if text not in TRUE | FALSE:
        raise ValueError("no flag")
    return text in TRUE


def reader(parse: Parse = as_it_is) -> Reader:
    def whole(asked: Asked, text: Const) -> Thing | None:
        expanding = asked.owner.keyword("expand_vars")
        if not asked.complete or (expanding and "$" in str(text.value)):
            return None
        return parse(asked, text)

    return Reader(
        ("name", "default", "subcast"), whole, prefix=("prefix", None), scoped=True
    )


def something(text: str) -> object:
    """JSON. Raises ValueError for ``null``, which a field does not accept."""
    found: object = json.loads(text)
    if found is None:
        raise ValueError("null")
    return found


def by(decode: Callable[[str], object]) -> Parse:
    return lambda _, text: decoded(text, decode)


METHODS: Mapping[str, Reader] = {
    "": reader(),
    "str": reader(),
    "bool": reader(by(flag)),
    "int": reader(by(int)),
    "json": reader(by(something)),
    "list": reader(separated),
}
"""The methods of ``environs.Env`` that read; "" stands for calling it."""
