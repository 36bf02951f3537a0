"""Texts that hold a value: JSON, YAML, Python literals, flags, comma-separated lists."""

from __future__ import annotations

import ast
import json
import string
import warnings
from collections.abc import Callable, Mapping
from shlex import shlex

from corslint.evaluate.things import Arguments, Const, Listing, Table, Thing, Trace
from corslint.evaluate.values.lists import MAX_ITEMS
from corslint.evaluate.values.texts import MAX_TEXT
from corslint.program import MAX_BITS

LONGEST = 10_000
"""Characters of YAML or of a Python literal; their parsers are slow, or deep."""

MAX_DEPTH = 20
TRUE_WORDS = frozenset({"y", "yes", "t", "true", "on", "1"})
FALSE_WORDS = frozenset({"n", "no", "f", "false", "off", "0"})
"""Both as in ``distutils.util.strtobool``, which python-decouple 3.8 has a copy of."""


def decoded(given: Const, decode: Callable[[str], object]) -> Thing | None:
    """What ``decode`` makes of a text, None where it raises or makes no plain value."""
    if not isinstance(given.value, str) or len(given.value) > MAX_TEXT:
        return None
    try:
        return thing_of(decode(given.value), given.trace)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def thing_of(value: object, trace: Trace, depth: int = 0) -> Thing:
    """A plain Python value as a thing. Raises ValueError for anything else."""
    match value:
        case int() if value.bit_length() > MAX_BITS:
            raise ValueError("too large")
        case str() | bytes() | bool() | int() | float() | None:
            return Const(value, trace)
        case list() | tuple() | set() if depth < MAX_DEPTH and len(value) <= MAX_ITEMS:
            items = [thing_of(item, trace, depth + 1) for item in value]
            return Listing(type(value).__name__, items, trace)
        case dict() if depth < MAX_DEPTH and len(value) <= MAX_ITEMS:
            entries = [
                (thing_of(key, trace, depth + 1), thing_of(item, trace, depth + 1))
                for key, item in value.items()
            ]
            return Table(entries, trace)
        case _:
            raise ValueError("no plain value")


def literal(text: str) -> object:
    """As ``ast.literal_eval``. Raises ValueError for a text that may be too deep."""
    short(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.literal_eval(text)


def yaml_value(text: str) -> object:
    """As ``yaml.safe_load``, without anchors: few characters of them may become many."""
    import yaml

    if "&" in short(text):
        raise ValueError("an anchor")
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError("not YAML") from error


def short(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError("too long")
    return text


def strtobool(text: str) -> bool:
    word = text.lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise ValueError("no flag")
    return word in TRUE_WORDS


def separated(text: str, delimiter: str = ",", strip: str = string.whitespace) -> list[str]:
    """The items between delimiters, quotes and comments taken as a shell takes them.

    As ``Csv`` of python-decouple 3.8 and ``CommaSeparatedStrings`` of Starlette 1 do.
    Raises ValueError for a quote that is not closed.
    """
    splitter = shlex(text, posix=True)
    splitter.whitespace = delimiter
    splitter.whitespace_split = True
    return [item.strip(strip) for item in splitter]


Model = Callable[[Arguments, Trace], Thing | None]


def decoder(decode: Callable[[str], object]) -> Model:
    """The model of a function that decodes its one text."""

    def model(arguments: Arguments, _: Trace) -> Thing | None:
        match arguments.positional:
            case (Const(value=str()) as given,) if not arguments.keywords:
                return decoded(given, decode)
            case _:
                return None

    return model


def strings(arguments: Arguments, trace: Trace) -> Thing | None:
    """``CommaSeparatedStrings(text or sequence)``: a sequence that is no list."""
    match arguments.positional:
        case (Const(value=str()) as given,):
            found = decoded(given, separated)
        case (Listing() as found,):
            pass
        case _:
            return None
    if not isinstance(found, Listing):
        return None
    return Listing("sequence", list(found.items), trace.mixed([found]), found.complete)


DECODERS: Mapping[str, Model] = {
    "json.loads": decoder(json.loads),
    "ast.literal_eval": decoder(literal),
    "yaml.safe_load": decoder(yaml_value),
    "distutils.util.strtobool": decoder(lambda text: int(strtobool(text))),
    "setuptools._distutils.util.strtobool": decoder(lambda text: int(strtobool(text))),
    "starlette.datastructures.CommaSeparatedStrings": strings,
    "starlette.config.CommaSeparatedStrings": strings,
}
