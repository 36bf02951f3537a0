"""How django-environ reads the environment (0.14, executed)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corslint.evaluate.readers.reader import Asked, Parse, Reader, each_cast
from corslint.evaluate.things import Const, Listing, Symbol, Table, Thing, Trace
from corslint.evaluate.values.decoding import decoded

TRUE = frozenset({"true", "on", "ok", "y", "yes", "1"})
COLLECTIONS = frozenset({"list", "tuple"})
NAMED = ("var", "default")
NAMED_AND_CAST = ("var", "cast", "default")


def parsed(cast: str = "") -> Parse:
    """A text that is set, for the method that stands for ``cast``."""

    def parse(asked: Asked, text: Const) -> Thing | None:
        if not asked.complete or is_proxy(text):
            return None
        default, always = default_of(asked), parses_default(asked)
        if text.value == "" and default is not None and is_none(default):
            return Const(None, text.trace)
        if always is None:
            return None
        if isinstance(default, Const) and default.value == text.value and not always:
            return text
        return cast_to(asked, cast_of(asked, cast, text.trace), text)

    return parse


def fall(asked: Asked) -> Thing | None:
    """The default is given as it is, unless ``parse_default`` is asked for."""
    default, always = default_of(asked), parses_default(asked)
    if default is None or is_proxy(default) or always is None:
        return None
    if not always or is_none(default):
        return default
    if not isinstance(default, Const) or not isinstance(default.value, str):
        return None
    return cast_to(asked, cast_of(asked, "", default.trace), default)


def parses_default(asked: Asked) -> bool | None:
    """Whether ``parse_default`` is asked for, None when that cannot be told."""
    match asked.named.get("parse_default"):
        case None:
            return False
        case Const(value=value):
            return bool(value)
        case _:
            return None


def is_none(thing: Thing) -> bool:
    return isinstance(thing, Const) and thing.value is None


def is_proxy(thing: Thing) -> bool:
    """A text such as ``$OTHER`` stands for another variable."""
    match thing:
        case Const(value=str(text)):
            return text.startswith("$")
        case Const(value=bytes(raw)):
            return raw.startswith(b"$")
        case _:
            return False


def default_of(asked: Asked) -> Thing | None:
    if asked.default is not None:
        return asked.default
    match scheme(asked):
        case Listing(items=[_, default]):
            return default
        case _:
            return None


def scheme(asked: Asked) -> Thing | None:
    """What ``Env(VARIABLE=(cast, default))`` says of the variable."""
    given = asked.owner.keyword(asked.variable)
    return given.value if given else None


def cast_of(asked: Asked, cast: str, trace: Trace) -> Thing | None:
    """What a text is cast to: by the method, the call, the scheme, or like the default."""
    found = chosen(asked.cast)
    if cast in COLLECTIONS and found is not None:
        return Listing(cast, [found], trace)
    if cast:
        return found or Symbol(cast, trace)
    if found is None:
        match scheme(asked):
            case Listing(items=[first, _]):
                found = chosen(first)
            case declared:
                found = chosen(declared)
    default = default_of(asked)
    if found is not None or default is None or is_none(default):
        return found
    return Symbol(kind_of(default), trace)


def chosen(thing: Thing | None) -> Thing | None:
    """A thing that is there: neither None nor an empty list."""
    match thing:
        case Const(value=None) | Listing(items=[], complete=True):
            return None
        case _:
            return thing


def kind_of(default: Thing) -> str:
    """The name of the default's type."""
    match default:
        case Const(value=value):
            return type(value).__name__
        case Listing(kind=kind):
            return kind
        case Table():
            return "dict"
        case _:
            return "?"


def cast_to(asked: Asked, cast: Thing | None, text: Const) -> Thing | None:
    """As ``Env.parse_value``."""
    match cast:
        case None:
            return text
        case Symbol(name=name) if name in BUILTIN_CASTS:
            return decoded(text, BUILTIN_CASTS[name])
        case Listing(kind="list" | "tuple" as kind, items=[inner, *_]):
            found = decoded(text, BUILTIN_CASTS[kind])
            return each_cast(asked.call, inner, found)
        case Symbol(name="float" | "set" | "?") | Listing() | Table():
            return None
        case _:
            return asked.call(cast, text)


def flag(text: str) -> bool:
    try:
        return int(text) != 0
    except ValueError:
        return text.lower().strip() in TRUE


def pairs(text: str) -> dict[str, str]:
    return dict(pair(item) for item in text.split(",") if item)


def pair(item: str) -> tuple[str, str]:
    """Raises ValueError for an item without ``=``."""
    key, value = item.split("=", 1)
    return key, value


BUILTIN_CASTS: Mapping[str, Callable[[str], object]] = {
    "str": str,
    "int": int,
    "bool": flag,
    "list": lambda text: [item for item in text.split(",") if item],
    "tuple": lambda text: tuple(
        item for item in text.strip("(").strip(")").split(",") if item
    ),
    "dict": pairs,
}

METHODS: Mapping[str, Reader] = {
    "": Reader((*NAMED_AND_CAST, "parse_default"), parsed(), fall),
    "str": Reader(NAMED, parsed("str"), fall),
    "bool": Reader(NAMED, parsed("bool"), fall),
    "int": Reader(NAMED, parsed("int"), fall),
    "json": Reader(NAMED, parsed("json.loads"), fall),
    "list": Reader(NAMED_AND_CAST, parsed("list"), fall),
    "tuple": Reader(NAMED_AND_CAST, parsed("tuple"), fall),
    "dict": Reader(NAMED_AND_CAST, parsed("dict"), fall),
    "get_value": Reader((*NAMED_AND_CAST, "parse_default"), parsed(), fall),
}
"""The methods of ``environ.Env`` that read; "" stands for calling it."""
