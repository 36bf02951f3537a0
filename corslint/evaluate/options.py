"""Command lines read by argparse: what an option holds that nobody gives.

Python 3.11's argparse; ConfigArgParse and jsonargparse keep its interface.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from corslint.evaluate.copies import marked
from corslint.evaluate.things import (
    Arguments,
    Const,
    Keyword,
    Listing,
    Modelled,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
)

PARSER: Final = "parser"
NAMESPACE: Final = "namespace"
COMMANDS: Final = "commands"
WITHIN: Final = " "
"""Begins the names under which a parser keeps those of its commands."""

PARSERS = frozenset(
    {
        "argparse.ArgumentParser",
        "configargparse.ArgumentParser",
        "configargparse.ArgParser",
        "configargparse.Parser",
        "jsonargparse.ArgumentParser",
    }
)
WITHOUT_DEFAULT: Mapping[str, bool] = {"store_true": False, "store_false": True}
SILENT = frozenset({"help", "version"})
"""Actions that set nothing."""

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
    return Const(None, given.trace)


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


def parse_args(parser: Modelled, given: Given) -> Thing:
    found: dict[str, Thing] = {}
    for options in [parser, *commands_of(parser)]:
        for name, value in options.parts.items():
            if not name.startswith(WITHIN):
                found[name] = agreed(found.get(name), value, name)
    return Modelled(NAMESPACE, found, given.trace)


def commands_of(parser: Modelled) -> list[Modelled]:
    """The parsers of a parser's commands, and of the commands of those."""
    found: list[Modelled] = []
    for name, part in parser.parts.items():
        if name.startswith(WITHIN) and isinstance(part, Modelled):
            found += [part, *commands_of(part)]
    return found


def agreed(known: Thing | None, value: Thing, name: str) -> Thing:
    """Options of one name for several commands may have several defaults."""
    if known is None or same(known, value):
        return value
    reason = f"the default of `{name}` depends on the command"
    trace = value.trace.mixed([known])
    return Unknown(reason, trace, (trace.span, reason))


def same(left: Thing, right: Thing) -> bool:
    match left, right:
        case Const(value=one), Const(value=other):
            return one == other
        case Listing(items=some), Listing(items=others):
            return len(some) == len(others) and all(map(same, some, others))
        case _:
            return left is right


def parse_known_args(parser: Modelled, given: Given) -> Thing:
    rest = Listing("list", [], given.trace, complete=False)
    return Listing("tuple", [parse_args(parser, given), rest], given.trace)


def set_defaults(parser: Modelled, given: Given) -> Thing:
    for each in given.arguments.keywords:
        known = parser.parts.get(each.name)
        names = known.trace.variables if known else frozenset()
        parser.parts[each.name] = marked(each.value, names)
    return Const(None, given.trace)


def get_default(parser: Modelled, given: Given) -> Thing | None:
    return parser.parts.get(given.first or WITHIN)


def itself(parser: Modelled, _: Given) -> Thing:
    """A group of options belongs to its parser."""
    return parser


def add_subparsers(parser: Modelled, given: Given) -> Thing:
    destination = given.arguments.keyword("dest")
    if destination is not None and (name := text_of(destination.value)):
        reason = "which command is given is not known"
        parser.parts[name] = Unknown(reason, given.trace, ("command", given.trace.span))
    return Modelled(COMMANDS, {"of": parser}, given.trace)


def add_parser(commands: Modelled, given: Given) -> Thing:
    made = Modelled(PARSER, {}, given.trace)
    inherit(made, given.arguments)
    of = commands.parts["of"]
    if isinstance(of, Modelled):
        of.parts[f"{WITHIN}{given.first or len(of.parts)}"] = made
    return made


def parser(arguments: Arguments, trace: Trace) -> Thing:
    """``ArgumentParser(parents=[...])`` has the options of its parents."""
    made = Modelled(PARSER, {}, trace)
    inherit(made, arguments)
    return made


def inherit(made: Modelled, given: Arguments) -> None:
    parents: Keyword | None = given.keyword("parents")
    if parents is not None and isinstance(parents.value, Listing):
        for each in parents.value.items:
            if isinstance(each, Modelled):
                made.parts.update(each.parts)


def namespace(arguments: Arguments, trace: Trace) -> Thing | None:
    """``Namespace(a=1)``, ``SimpleNamespace(a=1)``."""
    if not arguments.complete or arguments.positional:
        return None
    parts = {each.name: each.value for each in arguments.keywords}
    return Modelled(NAMESPACE, parts, trace)


def table(thing: Modelled, trace: Trace) -> Table:
    """``vars(namespace)``."""
    pairs: list[tuple[Thing, Thing]] = [
        (Const(name, Trace(value.trace.span)), value) for name, value in thing.parts.items()
    ]
    return Table(pairs, trace)


def is_true(thing: Thing | None) -> bool:
    return isinstance(thing, Const) and thing.value is True


def text_of(thing: Thing | None) -> str | None:
    match thing:
        case Const(value=str(text)):
            return text
        case _:
            return None


METHODS: Mapping[tuple[str, str], Method] = {
    (PARSER, "add_argument"): add_argument,
    (PARSER, "add"): add_argument,
    (PARSER, "parse_args"): parse_args,
    (PARSER, "parse_intermixed_args"): parse_args,
    (PARSER, "parse_known_args"): parse_known_args,
    (PARSER, "set_defaults"): set_defaults,
    (PARSER, "get_default"): get_default,
    (PARSER, "add_argument_group"): itself,
    (PARSER, "add_mutually_exclusive_group"): itself,
    (PARSER, "add_subparsers"): add_subparsers,
    (COMMANDS, "add_parser"): add_parser,
}
"""What the methods of a parser do, by its kind and their name."""
