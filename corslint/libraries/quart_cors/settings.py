"""What ``cors`` and the decorators are given, and what the configuration says besides.

The configuration is read with each request, so that it counts as it is in the end
(quart-cors 0.8.0, source and run).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from corslint.evaluate.naming import names_of
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
from corslint.libraries.flask_cors.lookup import mentioned
from corslint.libraries.flask_cors.writes import Writes
from corslint.libraries.kit.uses import Given, Passed, Signature, Strange
from corslint.libraries.quart_cors.names import (
    AUTOMATIC,
    KEYS,
    ORIGIN,
    PARAMETERS,
    PLACE,
    PREFIX,
    ROUTE,
    SEND_WILDCARD,
    SOCKET,
    key,
)
from corslint.observation import Effect
from corslint.source import Span

CONFIGURED = "with the configuration"
UNREAD = "`app.config` is loaded from what cannot be read here"
ELSEWHERE = "the application and its configuration are in another file"
LOADING = ".config.from_"
MADE = "Quart("
UNUSED = "no such key is looked for"
OPENED = f"{UNUSED}, and without the origins everybody is let in"
CORS = "quart_cors.cors"
MAX_WRAPPED = 8
APPLICATION = frozenset({"quart.Quart", "quart.app.Quart"})
BLUEPRINT = frozenset({"quart.Blueprint", "quart.blueprints.Blueprint"})
WHOLE = Signature(frozenset({CORS}), tuple(PARAMETERS), ("app_or_blueprint",), positional=0)
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
            strange = tuple(in_config(each, passed) for each in passed.strange)
            found = replace(passed, strange=strange)
            return found if place is None else placed(found, place, call.span)
    return None


def in_config(strange: Strange, passed: Passed) -> Strange:
    """A key that nothing reads; where it is meant for the origins, the default holds."""
    if not strange.name.startswith(PREFIX):
        return strange
    meant = strange.meant == key(ORIGIN) and not {ORIGIN, key(ORIGIN)} & passed.given.keys()
    effect, words = (Effect.OPENS, OPENED) if meant else (Effect.IGNORED, UNUSED)
    return strange._replace(effect=effect, words=words)


def placed(passed: Passed, place: str, span: Span) -> Passed:
    where = Given(Const(place, Trace(span)), span)
    return replace(passed, given={**passed.given, PLACE: where})


def gathered(study: Study) -> Iterator[Way]:
    writes = Writes(study)
    for exploration in study.explorations():
        for path in exploration.paths:
            for event in path.events:
                if isinstance(event, Called) and is_one(event):
                    call = configured(study, writes, path, event)
                    yield Way(call, path, None, event.span)


def is_one(call: Called) -> bool:
    return any(form(call) is not None for form, _ in FORMS)


def configured(study: Study, writes: Writes, path: Path, call: Called) -> Called:
    """The call with what the configuration says as further arguments."""
    config = writes.config(path, None, application(path, call))
    options = (ORIGIN, SEND_WILDCARD) if HANDSHAKE(call) else PARAMETERS
    given = call.arguments
    reason = unread(study, config, call)
    keywords = (*given.keywords, *settings(config, options, call.span, reason))
    arguments = Arguments(given.positional, given.places, keywords, given.complete)
    return call._replace(
        callee=Member(call.callee, CONFIGURED, Trace(call.span)), arguments=arguments
    )


def unread(study: Study, config: Config, call: Called) -> str | None:
    """Why keys may be set that are not seen."""
    app = subject(call)
    names = frozenset() if app is None else names_of(app)
    if app is not None and not names & (APPLICATION | BLUEPRINT):
        return ELSEWHERE
    if not names & APPLICATION and MADE not in study.source.text:
        return ELSEWHERE
    followed = names & APPLICATION or config.count > 0
    if config.unread is not None or (not followed and LOADING in study.source.text):
        return UNREAD
    other = mentioned(study, PREFIX) or mentioned(study, LOADING)
    return None if other is None else f"`{PREFIX}*` may be set in {other}"


def settings(
    config: Config, options: Iterable[str], span: Span, reason: str | None
) -> Iterator[Keyword]:
    for name in map(key, options):
        if (written := config.get(name)) is not None:
            yield Keyword(name, written.value, written.line, written.line)
        elif reason is not None or config.hidden(name) is not None:
            yield Keyword(name, Unknown(reason or UNREAD, Trace(span)), span, span)
    for name, written in config.items():
        if name.startswith(PREFIX) and name not in KEYS:
            yield Keyword(name, written.value, written.line, written.line)


def application(path: Path, call: Called) -> Thing | None:
    """The application of a call, where a file has several; None: the only one."""
    made = {
        each.span
        for each in path.events
        if isinstance(each, Called) and names_of(each.callee) & APPLICATION
    }
    if len(made) < 2:
        return None
    first = subject(call)
    known = isinstance(first, Made) and names_of(first) & APPLICATION
    return first if known else None


def subject(call: Called) -> Thing | None:
    """What ``cors`` is put around, out of the calls of it that give it back."""
    app = first_of(call.arguments) if WHOLE(call) is not None else None
    for _ in range(MAX_WRAPPED):
        if not isinstance(app, Made) or CORS not in names_of(app.callee):
            break
        app = first_of(app.arguments)
    return app


def first_of(arguments: Arguments) -> Thing | None:
    given = arguments.keyword("app_or_blueprint")
    return given.value if given else next(iter(arguments.positional), None)
