"""How python-decouple reads the environment (3.8, executed)."""

from __future__ import annotations

import string

from corslint.evaluate.readers.reader import (
    Asked,
    Call,
    Reader,
    builtin,
    each_cast,
    named,
)
from corslint.evaluate.things import Arguments, Const, Listing, Thing
from corslint.evaluate.values.decoding import decoded, separated, strtobool


def parse(asked: Asked, text: Const) -> Thing | None:
    return cast(asked, text)


def fall(asked: Asked) -> Thing | None:
    """The default is cast, too."""
    return None if asked.default is None else cast(asked, asked.default)


def cast(asked: Asked, value: Thing) -> Thing | None:
    if asked.cast is None:
        return value
    if builtin(asked.cast) != "bool":
        return asked.call(asked.cast, value)
    match value:
        case Const(value="", trace=trace):
            return Const(False, trace)
        case Const(value=known, trace=trace):
            return decoded(Const(str(known), trace), strtobool)
        case _:
            return None


def csv(made: Arguments, value: Thing, call: Call) -> Thing | None:
    """``Csv(cast, delimiter, strip, post_process)(value)``."""
    given = named(("cast", "delimiter", "strip", "post_process"), made)
    delimiter = plain_text(given, "delimiter", ",")
    strip = plain_text(given, "strip", string.whitespace)
    if not made.complete or delimiter is None or strip is None:
        return None
    match value:
        case Const(value=None):
            found: Thing | None = Listing("list", [], value.trace)
        case Const(value=str()):
            found = decoded(value, lambda text: separated(text, delimiter, strip))
        case _:
            return None
    if "cast" in given:
        found = each_cast(call, given["cast"], found)
    if found is None or "post_process" not in given:
        return found
    return call(given["post_process"], found)


def plain_text(given: dict[str, Thing], name: str, default: str) -> str | None:
    match given.get(name):
        case None:
            return default
        case Const(value=str(text)):
            return text
        case _:
            return None


READER = Reader(("option", "default", "cast"), parse, fall)
