"""The parsers of a command line, their groups and commands, and what they give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corslint.evaluate.commandline.options import (
    PARSER,
    Given,
    Method,
    add_argument,
    text_of,
)
from corslint.evaluate.things import (
    Arguments,
    Const,
    Keyword,
    Listing,
    Modelled,
    Table,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.values.copies import marked

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
