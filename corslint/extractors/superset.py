"""Superset: ``ENABLE_CORS`` and ``CORS_OPTIONS`` in ``superset_config.py``.

The options are handed to Flask-CORS as they are. Executed with the lines of apache-superset
6.1.0 that do so (``superset/initialization``) and flask-cors 6.0.5; the defaults are those
of 4.1.4, 5.0.0, 6.0.0 and 6.1.0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.settle import placed
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Keyword,
    Path,
    Symbol,
    Trace,
)
from corslint.evaluate.values.truth import truth
from corslint.evaluate.variants import Way
from corslint.extractors import flask_cors
from corslint.libraries.kit.handed import Handing, as_read, spread
from corslint.libraries.kit.things import thing_of
from corslint.libraries.kit.tools import Tool, tool_extractor
from corslint.libraries.kit.uses import Given, Passed, Use
from corslint.policy import Policy
from corslint.source import Span

SWITCH, OPTIONS = "ENABLE_CORS", "CORS_OPTIONS"
SETTINGS = "superset settings"
LIBRARY, FUNCTION = flask_cors.HANDED, "flask_cors.CORS"
OFF = f"`{SWITCH}` is not set, and without it nothing reads these options"


def settings(call: Called) -> Passed | None:
    if call.callee != Symbol(SETTINGS, call.callee.trace):
        return None
    return Passed(
        {each.name: Given(each.value, each.place) for each in call.arguments.keywords}
    )


def earlier_settings(call: Called) -> Passed | None:
    """Before 6.0 nothing was switched on by default."""
    found = settings(call)
    if found is None or SWITCH in found.given:
        return found
    return replace(found, inactive=OFF) if truth(found.given[OPTIONS].thing) else None


def gathered(study: Study) -> Iterator[Way]:
    """What the module says in the end, as one call."""
    if "superset" not in f"{study.source.path} {study.source.text}".lower():
        return
    for path in study.module.paths:
        found = [each for name in (SWITCH, OPTIONS) for each in setting(study, path, name)]
        named = {each.name for each in found}
        if OPTIONS in named or (SWITCH in named and "superset" in study.source.path):
            call = as_call(found)
            yield Way(call, path, None, call.span)


def setting(study: Study, path: Path, name: str) -> Iterator[Keyword]:
    thing = path.frame.names.get(name)
    if thing is not None:
        place = written(study, name) or thing.trace.span
        yield Keyword(name, thing, place, place)


def written(study: Study, name: str) -> Span | None:
    """The last statement that sets a name, or the one that brings all of another file."""
    found = None
    for each in walk(study.program.body):
        match each:
            case p.Assign(targets=targets, at=at) if any(
                isinstance(one, p.Name) and one.id == name for one in targets
            ):
                found = at
            case p.ImportFrom(names=names, at=at) if {"*", name} & {
                one for one, _ in names
            }:
                found = found or at
            case _:
                pass
    return Span(study.source.path, *found) if found else None


def as_call(found: list[Keyword]) -> Called:
    place = found[-1].place
    callee = Symbol(SETTINGS, Trace(place))
    return Called(callee, Arguments(keywords=tuple(found)), place, place, callee)


def handing(defaults: Mapping[str, object]) -> Callable[[Use], Iterator[Handing]]:
    """``defaults`` are the options of a configuration that only switches CORS on."""

    def hands(use: Use) -> Iterator[Handing]:
        switch, options = use.given.get(SWITCH), use.given.get(OPTIONS)
        on = switch is None or truth(switch.thing)
        if options is None:
            options = Given(thing_of(defaults, Trace(use.call.span)), use.call.span)
        if on is not False:
            finish = as_read if on else undecided
            yield Handing(LIBRARY, FUNCTION, options=spread(options), finish=finish)

    return hands


def undecided(use: Use, policy: Policy) -> Policy:
    """The options hold where the switch is on."""
    return replace(policy, tests=(*policy.tests, placed(*use.given[SWITCH])[0]))


TILES = ["https://tile.openstreetmap.org", "https://tile.osm.ch"]

NEWEST = Tool(
    title="Superset",
    package="apache-superset",
    version="6.1.0",
    words=(SWITCH, OPTIONS),
    reads=(settings,),
    hands=handing({"origins": TILES}),
    remedy=(
        "List the origins that need access: "
        '`CORS_OPTIONS = {"origins": ["https://app.example.com"]}`.'
    ),
    gather=gathered,
)
EARLIER = replace(NEWEST, version="5.0.0", reads=(earlier_settings,), hands=handing({}))

extract = tool_extractor(
    "superset",
    replace(NEWEST, older=(("6.0.0", EARLIER),)),
    markers=(b"enable_cors", b"cors_options"),
)
