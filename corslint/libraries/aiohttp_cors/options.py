"""The tables that aiohttp-cors is given, as the code writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.naming import names_of
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Made,
    Modelled,
    Table,
    Thing,
    Unknown,
)
from corslint.libraries.kit.plain import MORE, RECORD
from corslint.libraries.kit.uses import Passed, Signature, Strange

MODULE = "aiohttp_cors"
NAMES = frozenset(
    {f"{MODULE}.ResourceOptions", f"{MODULE}.resource_options.ResourceOptions"}
)
OPTIONS = Signature(
    NAMES,
    ("allow_credentials", "expose_headers", "allow_headers", "max_age", "allow_methods"),
    positional=0,
)
OWN_CLASS = "ResourceOptions"


def read_options(passed: Passed, call: Called) -> Passed:
    """The same, with what the library's own class makes of options as records."""
    given = dict(passed.given)
    strange: list[Strange] = list(passed.strange)
    twice: list[str] = list(passed.twice)
    for name in ("defaults", "config"):
        if name in given:
            for made in made_of(given[name].thing):
                inner = OPTIONS.read(call, made.arguments)
                strange += inner.strange
                twice += inner.twice
            given[name] = given[name]._replace(thing=with_records(given[name].thing))
    return replace(passed, given=given, strange=tuple(strange), twice=tuple(twice))


def made_of(thing: Thing) -> list[Made]:
    """The objects of the library's own class in a table, each once."""
    found = [value for _, value in thing.entries] if isinstance(thing, Table) else []
    made = [value for value in found if isinstance(value, Made) and is_options(value)]
    return list({id(each): each for each in made}.values())


def is_options(made: Made) -> bool:
    return not NAMES.isdisjoint(names_of(made.callee))


def with_records(thing: Thing) -> Thing:
    if not isinstance(thing, Table):
        return thing
    entries = [(key, record(value)) for key, value in thing.entries]
    return Table(entries, thing.trace, thing.complete)


def record(value: Thing) -> Thing:
    match value:
        case Made(arguments=arguments, trace=trace) if is_options(value):
            return Modelled(RECORD + OWN_CLASS, dict(parts(arguments, value)), trace)
        case Table(entries=entries, complete=True, trace=trace):
            keyed = {str(key.value): one for key, one in entries if isinstance(key, Const)}
            return Modelled(RECORD, keyed, trace) if len(keyed) == len(entries) else value
        case _:
            return value


def parts(arguments: Arguments, made: Made) -> Iterator[tuple[str, Thing]]:
    for each in arguments.keywords:
        yield each.name, each.value
    if not arguments.complete:
        yield MORE, Unknown(MORE, made.trace)
