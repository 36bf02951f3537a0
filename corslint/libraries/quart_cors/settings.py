"""What ``cors`` and the decorators are given, and what the configuration says besides.

The configuration is read with each request, so that it counts as it is in the end
(quart-cors 0.8.0, source and run).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Keyword,
    Made,
    Member,
    Path,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.variants import Way
from corslint.libraries.flask_cors.config import Config
from corslint.libraries.flask_cors.writes import Writes
from corslint.libraries.kit.uses import Given, Passed, Signature, names_of
from corslint.libraries.quart_cors.names import (
    AUTOMATIC,
    KEYS,
    ORIGIN,
    PARAMETERS,
    PLACE,
    ROUTE,
    SEND_WILDCARD,
    SOCKET,
    key,
)
from corslint.source import Span

CONFIGURED = "with the configuration"
ELSEWHERE = "`app.config` is loaded from what cannot be read here"
APPLICATION = frozenset({"quart.Quart", "quart.app.Quart"})
WHOLE = Signature(
    frozenset({"quart_cors.cors"}), tuple(PARAMETERS), ("app_or_blueprint",), positional=0
)
ONE = Signature(
    frozenset({"quart_cors.route_cors"}), (*PARAMETERS, AUTOMATIC), positional=0
)
HANDSHAKE = Signature(
    frozenset({"quart_cors.websocket_cors"}), (ORIGIN, SEND_WILDCARD), positional=0
)
FORMS = ((WHOLE, None), (ONE, ROUTE), (HANDSHAKE, SOCKET))


def put_to_work(call: Called, lacking: Collection[str] = ()) -> Passed | None:
    """A call of the library's, with the keys of the configuration among its arguments.

    ``lacking`` are parameters that an earlier version does not have.
    """
    if not isinstance(call.callee, Member) or call.callee.name != CONFIGURED:
        return None
    called = call._replace(callee=call.callee.owner)
    for form, place in FORMS:
        known = [each for each in form.parameters if each not in lacking]
        whole = replace(form, parameters=(*known, *KEYS))
        if (passed := whole(called)) is not None:
            return passed if place is None else placed(passed, place, call.span)
    return None


def placed(passed: Passed, place: str, span: Span) -> Passed:
    where = Given(Const(place, Trace(span)), span)
    return replace(passed, given={**passed.given, PLACE: where})


def gathered(study: Study) -> Iterator[Way]:
    writes = Writes(study)
    for exploration in study.explorations():
        for path in exploration.paths:
            for event in path.events:
                if isinstance(event, Called) and is_one(event):
                    yield Way(configured(writes, path, event), path, event, event.span)


def is_one(call: Called) -> bool:
    return any(form(call) is not None for form, _ in FORMS)


def configured(writes: Writes, path: Path, call: Called) -> Called:
    """The call with what the configuration says as further arguments."""
    config = writes.config(path, None, application(path, call))
    options = (ORIGIN, SEND_WILDCARD) if HANDSHAKE(call) else PARAMETERS
    given = call.arguments
    keywords = (*given.keywords, *settings(config, options, call.span))
    arguments = Arguments(given.positional, given.places, keywords, given.complete)
    return call._replace(
        callee=Member(call.callee, CONFIGURED, Trace(call.span)), arguments=arguments
    )


def settings(config: Config, options: Iterable[str], span: Span) -> Iterator[Keyword]:
    for name in map(key, options):
        if (written := config.get(name)) is not None:
            yield Keyword(name, written.value, written.line, written.line)
        elif config.unread is not None or config.hidden(name) is not None:
            yield Keyword(name, Unknown(ELSEWHERE, Trace(span)), span, span)


def application(path: Path, call: Called) -> Thing | None:
    """The application of a call, where a file has several; None: the only one."""
    made = {
        each.span
        for each in path.events
        if isinstance(each, Called) and names_of(each.callee) & APPLICATION
    }
    if len(made) < 2:
        return None
    given = call.arguments.keyword("app_or_blueprint")
    first = given.value if given else next(iter(call.arguments.positional), None)
    known = isinstance(first, Made) and names_of(first) & APPLICATION
    return first if known else None
