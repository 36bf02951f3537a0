"""``AllowedHostsOriginValidator``: the hosts that Django's settings allow.

While ``DEBUG`` is on and no hosts are named they are those of this machine (channels 4.3.2,
source and run).
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.django_settings import DJANGO_SETTINGS
from corslint.evaluate.naming import names_of
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Keyword,
    Listing,
    ModuleThing,
    Symbol,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.values.truth import truth
from corslint.evaluate.variants import Way
from corslint.libraries.channels.model import ORIGINS
from corslint.libraries.flask_cors.lookup import attribute, named
from corslint.source import Span

FACTORY = "channels.security.websocket.AllowedHostsOriginValidator"
SETTINGS = "the hosts that Django's settings allow"
"""Stands for the validator that is made with them."""
LOCAL = ("localhost", "127.0.0.1", "[::1]")
NOT_FOUND = "the settings module of the project is not at hand"
NOT_TOLD = "`ALLOWED_HOSTS` is not set in the settings module"
DEBUGGING = "`ALLOWED_HOSTS` names no host, and `DEBUG` is not known"


def gathered(study: Study) -> Iterator[Way]:
    """Each call of the factory, with what the settings say."""
    for exploration in study.explorations():
        for path in exploration.paths:
            for event in path.events:
                if isinstance(event, Called) and FACTORY in names_of(event.callee):
                    yield Way(made(study, event), path, event, event.span)


def made(study: Study, call: Called) -> Called:
    given = Keyword(ORIGINS, hosts(study, call.span), call.span, call.span)
    callee = Symbol(SETTINGS, Trace(call.span))
    return Called(
        callee, Arguments(keywords=(given,)), call.span, call.statement, call.result
    )


def hosts(study: Study, place: Span) -> Thing:
    settings = named(study, Symbol(DJANGO_SETTINGS, Trace(place), study.source.path))
    if not isinstance(settings, ModuleThing):
        return Unknown(NOT_FOUND, Trace(place))
    found = attribute(study, settings, "ALLOWED_HOSTS")
    if found is None:
        return Unknown(NOT_TOLD, Trace(place))
    if not empty(found):
        return found
    debug = attribute(study, settings, "DEBUG")
    match False if debug is None else truth(debug):
        case True:
            return Listing(
                "list", [Const(each, found.trace) for each in LOCAL], found.trace
            )
        case False:
            return found
        case None:
            return Unknown(DEBUGGING, found.trace)


def empty(thing: Thing) -> bool:
    return isinstance(thing, Listing) and not thing.items and thing.complete
