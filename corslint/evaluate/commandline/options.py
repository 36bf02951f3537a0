"""Options that argparse reads: what each holds that nobody gives.

Python 3.11's argparse; ConfigArgParse and jsonargparse keep its interface.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from corslint.evaluate.imports import ANY
from corslint.evaluate.things import (
    Arguments,
    Const,
    Modelled,
    Symbol,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.values.copies import marked

WITHOUT_DEFAULT: Mapping[str, bool] = {"store_true": False, "store_false": True}
SILENT = frozenset({"help", "version"})
"""Actions that set nothing."""

PARSER: Final = "parser"
SUPPRESS = "argparse.SUPPRESS"

Call = Callable[[Thing, Thing], Thing | None]
"""Calls a function of the program with one argument; None where that raises."""


class Given(NamedTuple):
    """What a method of a parser is called with."""

    arguments: Arguments
    trace: Trace
    call: Call

    @property
    def first(self) -> str | None:
        """The first argument, if it is a text."""
        return text_of(next(iter(self.arguments.positional), None))


Method = Callable[[Modelled, Given], Thing | None]


def add_argument(parser: Modelled, given: Given) -> Thing:
    """Note the default of one option under the name of its attribute."""
    names = [text for text in map(text_of, given.arguments.positional) if text]
    named = {each.name: each.value for each in given.arguments.keywords}
    attribute = text_of(named.get("dest")) or attribute_of(names)
    if attribute is not None and text_of(named.get("action")) not in SILENT:
        known = parser.parts.get(attribute)
        default = default_of(names, named, known, given)
        if default is not None:
            parser.parts[attribute] = default
    if attribute is None or not given.arguments.complete:
        leave_open(parser, given.trace)
    return Const(None, given.trace)


def leave_open(parser: Thing, trace: Trace) -> None:
    """A parser, if it is one, may get options that the source does not spell out."""
    if isinstance(parser, Modelled) and parser.kind == PARSER:
        reason = "an option may be added in a way that cannot be read"
        parser.parts[ANY] = Unknown(reason, trace, (trace.span, reason))


def default_of(
    names: list[str],
    named: Mapping[str, Thing],
    known: Thing | None,
    given: Given,
) -> Thing | None:
    """What an option holds that is not given; None where its attribute is missing then.

    ``known`` is what ``set_defaults`` said before.
    """
    shown = next((name for name in names if name.startswith("--")), "".join(names[:1]))
    default = named.get("default") or known
    if not shown.startswith("-") or is_true(named.get("required")):
        reason = f"`{shown}` of the command line is not known"
        return Unknown(reason, given.trace, ("option", shown))
    if isinstance(default, Symbol) and default.name == SUPPRESS:
        return None
    if default is None:
        action = text_of(named.get("action")) or ""
        default = Const(WITHOUT_DEFAULT.get(action), given.trace)
    elif (kind := named.get("type")) is not None:
        default = typed(kind, default, given)
    return marked(default, frozenset({shown}))


def typed(kind: Thing, default: Thing, given: Given) -> Thing:
    """``type`` is applied to a default that is a text, and to no other."""
    if not isinstance(default, Const) or not isinstance(default.value, str):
        return default
    reason = "what the option's type makes of the default is not known"
    span = given.trace.span
    return given.call(kind, default) or Unknown(reason, given.trace, (span, reason))


def attribute_of(names: list[str]) -> str | None:
    """The attribute for the first long option, else the first name."""
    long = (name for name in names if name.startswith("--"))
    found = next(long, names[0] if names else None)
    return None if found is None else found.lstrip("-").replace("-", "_")


def is_true(thing: Thing | None) -> bool:
    return isinstance(thing, Const) and thing.value is True


def text_of(thing: Thing | None) -> str | None:
    match thing:
        case Const(value=str(text)):
            return text
        case _:
            return None
