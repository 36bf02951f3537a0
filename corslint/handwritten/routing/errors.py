"""Error responses that leave without the CORS headers which the handler's others have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corslint import program as p
from corslint.evaluate.machine import Probe
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.things import Called, Decision, Table, Thing
from corslint.handwritten.judging.deciding import Sink
from corslint.handwritten.outline import identifiers
from corslint.handwritten.routing.frameworks import TORNADO
from corslint.handwritten.routing.hooks import Kind
from corslint.handwritten.routing.returned import unread_headers
from corslint.handwritten.routing.routes import Site
from corslint.handwritten.routing.stage import Stage
from corslint.handwritten.routing.statuses import Status, status_of
from corslint.handwritten.routing.ways import Way, Ways
from corslint.handwritten.sending.effects import method_name
from corslint.handwritten.sending.responses import ORIGIN, about_origins, absent
from corslint.observation import BareError

NOT_READ = frozenset({405, 415, 501})
"""A page that the route is there for sends a method and a type that it takes."""

FOREIGNERS = re.compile(r"csrf|xsrf|referr?er|host|content_?type|signature", re.IGNORECASE)
"""Tests that turn away requests which do not come from a page of one's own."""

CATCHING = re.compile(r"error_?handler|exception_handler|handle_exception|write_error")
WRAPPING = re.compile(
    r"cors|header|response|middleware|error|exception|cross", re.IGNORECASE
)
"""Names of decorators that may finish what a handler returns."""

ERROR_LINE = re.compile(r"[45]\d\d\b")
ERROR_NAME = re.compile(r"HTTP_?[45]\d\d|Http(?:Response|404)|HTTP[A-Z][a-z]|HTTPStatus$")


def bare_errors(stage: Stage, sinks: Sequence[Sink], origin: str) -> Iterator[BareError]:
    """The bare error responses of the handlers that the sinks stand in or are used by."""
    seen: dict[int, Entry] = {}
    for sink in sinks:
        for entry in (stage.home(sink), *stage.ends(sink)):
            if entry is not None:
                seen.setdefault(id(entry.function), entry)
    found = (error for entry in seen.values() for error in of_handler(stage, entry, origin))
    yield from sorted(dict.fromkeys(found), key=lambda error: error.span)


def of_handler(stage: Stage, entry: Entry, origin: str) -> Iterator[BareError]:
    sites = [site for site in stage.sites if site.function is entry.function]
    if entry.function is None or not says_an_error(entry.function):
        return
    if not stage.contained or covered(stage, entry, sites):
        return
    if not all(map(stage.closed, sites)):
        return
    named = {method for site in sites for method in site.methods} - {"OPTIONS", "*"}
    methods: list[str | None] = [*sorted(named)]
    for method in methods or [None]:
        ways = stage.explorer.ways(entry, Probe(origin, method))
        if sites or sealed(stage, ways):
            yield from bare(stage, sites, ways)


def says_an_error(function: p.Function) -> bool:
    """Whether a function names the status of an error at all."""
    for node in walk(function.body):
        match node:
            case p.Constant(value=int(code)) if 400 <= code < 600:
                return True
            case p.Constant(value=str(text)) if ERROR_LINE.match(text):
                return True
            case p.Name(id=name) | p.Attribute(name=name) if ERROR_NAME.match(name):
                return True
            case _:
                pass
    return False


def covered(stage: Stage, entry: Entry, sites: Iterable[Site]) -> bool:
    """Whether hooks, the class or decorators may add the headers to any response."""
    hooks = (hook for hook in stage.hooks if stage.involved(hook.entry))
    if any(hook.entry.function is not entry.function for hook in hooks):
        return True
    if any(
        hook.entry.function is entry.function and hook.kind is not Kind.AROUND
        for hook in stage.hooks
    ):
        return True
    return any(always(stage, site) for site in sites) or wrapped(entry)


def always(stage: Stage, site: Site) -> bool:
    found = (stage.method(site, name) for name in site.framework.always)
    return any(entry is not None and stage.involved(entry) for entry in found)


def wrapped(entry: Entry) -> bool:
    function = entry.function
    decorators = function.decorators if function else ()
    return any(WRAPPING.search(word) for word in identifiers(decorators))


def sealed(stage: Stage, ways: Ways) -> bool:
    """Whether what a function returns, that is no route here, is what is sent.

    The result of a cloud function goes out as it is (API Gateway, proxy integration).
    """
    returned = [way.returned for way in ways.found]
    cloud = all(each is None or isinstance(each.value, Table) for each in returned)
    return cloud or (stage.alone and not stage.injected)


def bare(stage: Stage, sites: Sequence[Site], ways: Ways) -> Iterator[BareError]:
    if not any(map(carries, ways.found)):
        return
    for way in ways.found:
        status = status_of(way)
        clears = any(site.framework is TORNADO for site in sites) and sends_error(way)
        if status is not None and is_bare(stage, way, status, clears):
            yield BareError(status.span, status.code)


def carries(way: Way) -> bool:
    """A response that is no error and certainly has Allow-Origin."""
    status = status_of(way)
    written = way.response.headers.get(ORIGIN, [])
    return (
        any(not absent(each.value) for each in written)
        and not any(way.response.doubtful(each) for each in written)
        and (status is None or status.code < 400)
    )


def is_bare(stage: Stage, way: Way, status: Status, clears: bool) -> bool:
    """An error without the header that is there for another reason than the Origin.

    An exception that a handler of the file may turn into something else does not count.
    ``clears``: the error takes back the headers that were set before.
    """
    if status.code < 400 or status.code in NOT_READ:
        return False
    if way.response.headers.get(ORIGIN) and not (clears or loses_headers(way)):
        return False
    if any(map(turns_away, way.path.decisions)):
        return False
    if way.returned is None and (way.raised or way.left) and catches(stage):
        return False
    returned = way.returned.value if way.returned else None
    return not unread_headers(returned) and not unread_headers(raised(way.raised))


def turns_away(decision: Decision) -> bool:
    return about_origins(decision) or bool(FOREIGNERS.search(decision.text))


def loses_headers(way: Way) -> bool:
    """An exception is answered with a response of its own (executed in the tests)."""
    return way.raised is not None or way.left is not None


def sends_error(way: Way) -> bool:
    """``self.send_error(400)`` of Tornado begins again with the default headers (6.6)."""
    calls = (event for event in way.path.events if isinstance(event, Called))
    return any(method_name(call.callee) == "send_error" for call in calls)


def catches(stage: Stage) -> bool:
    return any(CATCHING.search(word) for word in identifiers(stage.outline.body))


def raised(call: Called | None) -> Thing | None:
    return None if call is None else call.result
