"""What pydantic makes of a value by the annotation of its field, as far as it matters here.

Executed: pydantic 2.14, pydantic-settings 2.16.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.things import Const, Listing, Thing
from corslint.evaluate.values.decoding import decoded

COLLECTIONS = frozenset(
    """list List set Set tuple Tuple dict Dict frozenset FrozenSet Sequence Mapping
    Iterable""".split()
)
TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
FALSE = frozenset({"0", "false", "f", "no", "n", "off"})
URLS = frozenset({"AnyHttpUrl", "HttpUrl", "AnyUrl", "AnyWebsocketUrl"})
BARE_URL = re.compile(r"(?P<scheme>https?|wss?)://(?P<host>[^/?#\s@]+)", re.IGNORECASE)
PORTS = {"http": ":80", "https": ":443", "ws": ":80", "wss": ":443"}


def alternatives(annotation: p.Expression | None) -> Iterator[p.Expression]:
    """The types that an annotation allows, with None and metadata left out."""
    match annotation:
        case p.Binary(left=left, operator="|", right=right):
            yield from alternatives(left)
            yield from alternatives(right)
        case p.Subscript(value=owner, key=key) if last_word(owner) in {"Union", "Optional"}:
            for each in parts(key):
                yield from alternatives(each)
        case p.Subscript(value=owner, key=key) if last_word(owner) == "Annotated":
            yield from alternatives(parts(key)[0])
        case None | p.Constant(value=None):
            pass
        case _:
            yield annotation


def parts(key: p.Expression) -> tuple[p.Expression, ...]:
    return key.items if isinstance(key, p.Sequence) and key.items else (key,)


def metadata(annotation: p.Expression | None) -> tuple[p.Expression, ...]:
    """What stands behind the type in ``Annotated[type, ...]``."""
    match annotation:
        case p.Subscript(value=owner, key=key) if last_word(owner) == "Annotated":
            return parts(key)[1:]
        case _:
            return ()


def base_name(annotation: p.Expression) -> str:
    return last_word(
        annotation.value if isinstance(annotation, p.Subscript) else annotation
    )


def from_text(text: Const, annotation: p.Expression | None) -> Thing | None:
    """What a settings class reads from a variable's text; None where it refuses it.

    Lists and dicts are read as JSON, unless the annotation says otherwise.
    """
    kinds = list(alternatives(annotation))
    raw = any(last_word(each) in {"NoDecode", "Json"} for each in metadata(annotation))
    if raw or not COLLECTIONS & set(map(base_name, kinds)):
        return text
    found = decoded(text, json.loads)
    return text if found is None and len(kinds) > 1 else found


def coerced(value: Thing, annotation: p.Expression | None, modern: bool) -> Thing:
    """``value`` as the annotation wants it; ``modern`` is pydantic 2.

    There a URL is an object whose text ends in a slash where it has no path.
    """
    kinds = list(alternatives(annotation))
    if len(kinds) == 1 and isinstance(value, Const) and isinstance(value.value, str):
        convert = SCALARS.get(base_name(kinds[0]))
        return (convert and convert(value)) or with_slash(value, kinds, modern)
    if isinstance(value, Listing):
        inner = [each.key for each in kinds if isinstance(each, p.Subscript)]
        value.items[:] = [with_slash(item, inner, modern) for item in value.items]
    return value


def with_slash(value: Thing, kinds: list[p.Expression], modern: bool) -> Thing:
    """A text stays one where the annotation takes texts, too."""
    names = {base_name(each) for kind in kinds for each in alternatives(kind)}
    if not modern or not names & URLS or "str" in names or not isinstance(value, Const):
        return value
    found = BARE_URL.fullmatch(value.value) if isinstance(value.value, str) else None
    if found is None:
        return value
    scheme = found["scheme"].lower()
    host = found["host"].lower().removesuffix(PORTS[scheme])
    return Const(f"{scheme}://{host}/", value.trace)


def flag(value: Const) -> Thing | None:
    word = str(value.value).lower()
    return Const(word in TRUE, value.trace) if word in TRUE | FALSE else None


def number(value: Const) -> Thing | None:
    return decoded(value, int)


SCALARS: Mapping[str, Callable[[Const], Thing | None]] = {"bool": flag, "int": number}
