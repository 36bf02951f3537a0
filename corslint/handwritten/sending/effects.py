"""From what a program did to the CORS headers that its response carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corslint.evaluate.inlining import TOO_DEEP
from corslint.evaluate.settle import as_text
from corslint.evaluate.things import (
    Called,
    Const,
    Deleted,
    Event,
    Func,
    Listing,
    Made,
    Member,
    Path,
    Returned,
    Stored,
    Symbol,
    Table,
    Thing,
    Unknown,
)
from corslint.handwritten.sending.header_apis import (
    ATTRIBUTES,
    CLIENT_METHODS,
    CLIENTS,
    DECLARERS,
    KEYS,
    REMOVERS,
    VALUES,
    VARY_WRITERS,
    WRITERS,
    Mode,
)
from corslint.header_names import ANSWERS, MAX_NAME, PREFIX
from corslint.source import Span

VARY = "vary"
MAX_DEPTH = 4
MAX_WIDTH = 200


@dataclass(frozen=True, slots=True)
class HeaderEffect:
    """One header that a program writes.

    ``flag``: the API makes a text of what it takes, ``true`` of a boolean (Werkzeug's
    ``access_control_allow_credentials``), a list of names (Django's
    ``patch_vary_headers``). ``sink`` is the place that writes, whatever the
    value; ``span`` is where to point for this value.
    """

    name: str
    value: Thing
    mode: Mode
    span: Span
    sink: Span
    statement: Span
    event: Event
    flag: bool = False

    @property
    def container(self) -> Span | None:
        """Where the program's own dict or list is made that the header is written into."""
        match self.event:
            case Stored(target=(Table() | Listing()) as own):
                return own.trace.span
            case Called(callee=Member(owner=(Table() | Listing()) as own)):
                return own.trace.span
            case Returned(value=(Table() | Listing()) as own):
                return own.trace.span
            case _:
                return None


def effects(path: Path) -> Iterator[HeaderEffect]:
    """The CORS headers that are written on one way, in order."""
    for index, event in enumerate(path.events):
        match event:
            case Stored(key=key, attribute=False) if header(key):
                yield from told(stored(event), key, path.events[index + 1 :])
            case Stored():
                yield from stored(event)
            case Called():
                given = name_and_value(event)
                named = given[0] if given and header(given[0]) else None
                yield from told(called(event), named, path.events[index + 1 :])
            case Deleted(key=key, span=span) if name := header(key):
                gone = Const(None, key.trace)
                yield HeaderEffect(
                    name, gone, Mode.GONE, span, span, event.statement, event
                )
            case Deleted():
                pass
            case Returned(value=value, statement=statement):
                written = inside(value, Mode.SET, event, statement)
                yield from map(as_json, written) if is_function_result(value) else written


def told(
    written: Iterable[HeaderEffect], name: Thing | None, later: Sequence[Event]
) -> Iterator[HeaderEffect]:
    """The headers, at the call that gives the name where a helper writes any header.

    ``later`` are the events after the writing: a call is over when its function has run.
    """
    for each in written:
        call = None if name is None else caller(each, name, later)
        if call is None:
            yield each
        else:
            span = near(each.value, call.statement) or call.span
            yield replace(each, span=span, sink=call.span, statement=call.statement)


def caller(effect: HeaderEffect, name: Thing, later: Sequence[Event]) -> Called | None:
    """The call that passes a header's name to the function that writes it."""
    if name.trace.span.within(effect.statement):
        return None
    for event in later:
        match event:
            case Called(callee=Func(node=node, closure=closure), arguments=arguments):
                body = Span(closure.module.path, *node.at)
                if effect.statement.within(body) and any(
                    is_same_text(each, name) for each in arguments.everything()
                ):
                    return event
            case _:
                pass
    return None


def is_same_text(one: Thing, other: Thing) -> bool:
    """Whether two things are one text of the program, passed on."""
    both = isinstance(one, Const) and isinstance(other, Const) and one.value == other.value
    return both and one.trace.span == other.trace.span


def is_function_result(value: Thing) -> bool:
    """What a cloud function returns: a dict with a status code, sent as JSON."""
    return isinstance(value, Table) and value.get("statusCode") is not None


def as_json(written: HeaderEffect) -> HeaderEffect:
    """JSON spells a boolean ``true``."""
    return replace(written, flag=True)


def header(name: object) -> str | None:
    """The CORS header, or what is meant for one, that a name spells; lower case."""
    if isinstance(name, Const):
        name = as_text(name)
    found = name.lower() if isinstance(name, str) and len(name) <= MAX_NAME else ""
    return found if found == VARY or found.startswith(PREFIX) else None


def stored(event: Stored) -> Iterator[HeaderEffect]:
    if event.attribute:
        key = as_text(event.key) or ""
        name = ATTRIBUTES.get(key)
        if name is not None:
            yield effect(name, event.value, Mode.SET, event, event.statement, flag=True)
    elif name := header(event.key):
        yield effect(name, event.value, Mode.SET, event, event.statement)
    if isinstance(event.value, (Table, Listing)) and names_headers(event.key):
        yield from inside(event.value, Mode.SET, event, event.statement)


def names_headers(key: Thing) -> bool:
    return "header" in (as_text(key) or "").lower()


def effect(
    name: str,
    value: Thing,
    mode: Mode,
    event: Event,
    statement: Span,
    flag: bool = False,
) -> HeaderEffect:
    span = near(value, statement) or event.span
    return HeaderEffect(name, value, mode, span, event.span, statement, event, flag)


def near(value: Thing, statement: Span) -> Span | None:
    """Where a value is written, if that is on the lines of a statement."""
    where = value.trace.span
    same = where.path == statement.path
    return where if same and statement.line <= where.line <= statement.end_line else None


def called(event: Called) -> Iterator[HeaderEffect]:
    method = method_name(event.callee)
    positional = event.arguments.positional
    if method in VARY_WRITERS or is_vary_set(event):
        yield effect("vary", positional[-1], Mode.ADD, event, event.statement, flag=True)
        return
    if is_elsewhere(event.callee, method):
        return
    if method in REMOVERS and positional and (gone := header(positional[0])):
        nothing = Const(None, positional[0].trace)
        yield effect(gone, nothing, Mode.GONE, event, event.statement)
        return
    given = name_and_value(event)
    named = header(given[0]) if given else None
    if method in WRITERS and named and given:
        yield effect(named, given[1], WRITERS[method], event, event.statement)
        return
    mode = Mode.ADD if method in {"append", "extend", "add"} else Mode.SET
    arguments = [] if was_followed(event) else event.arguments.everything()
    for argument in arguments:
        yield from inside(argument, mode, event, event.statement)
    for keyword in event.arguments.keywords:
        if (name := keyword.name.replace("_", "-").lower()) in (*ANSWERS, VARY):
            yield effect(name, keyword.value, mode, event, event.statement)


def name_and_value(event: Called) -> tuple[Thing, Thing] | None:
    """The two arguments of a call such as ``set_header(name, value)``, by any spelling."""
    match event.arguments.positional:
        case (name, value, *_):
            return name, value
        case (name,):
            found = [name]
        case _:
            found = [each.value for each in event.arguments.keywords if each.name in KEYS]
    found += [each.value for each in event.arguments.keywords if each.name in VALUES]
    return (found[0], found[1]) if len(found) > 1 else None


def was_followed(event: Called) -> bool:
    """A function at hand: what becomes of its arguments has been seen."""
    deep = isinstance(event.result, Unknown) and event.result.reason == TOO_DEEP
    return isinstance(event.callee, Func) and not deep


def method_name(callee: Thing) -> str:
    match callee:
        case Member(name=name):
            return name
        case Symbol(name=name):
            return name.rpartition(".")[2]
        case _:
            return getattr(getattr(callee, "node", None), "name", "")


def is_vary_set(event: Called) -> bool:
    """``response.vary.add("Origin")``."""
    match event.callee:
        case Member(owner=Member(name="vary"), name="add" | "update" | "append"):
            return bool(event.arguments.positional)
        case Symbol(name=name):
            return name.rpartition(".")[2] in VARY_WRITERS
        case _:
            return False


def is_elsewhere(callee: Thing, method: str) -> bool:
    """A call whose headers no response of this program carries.

    It sends a request, or declares infrastructure, which has a language of its own: the
    static value ``'*'`` of API Gateway is written in quotes.
    """
    root = callee
    while isinstance(root, (Member, Made)):
        root = root.owner if isinstance(root, Member) else root.callee
    named = isinstance(root, Symbol) and root.name.partition(".")[0] in CLIENTS
    served = isinstance(root, Symbol) and root.name.startswith(
        ("aiohttp.web", "http.server")
    )
    if isinstance(root, Symbol) and root.name.partition(".")[0] in DECLARERS:
        return True
    return (named and not served) or (
        method in CLIENT_METHODS and isinstance(callee, Member)
    )


def inside(
    thing: Thing, mode: Mode, event: Event, statement: Span, depth: int = 0
) -> Iterator[HeaderEffect]:
    """The headers in a dict or a list of pairs, however a response wraps it."""
    match thing:
        case Table(entries=entries) if depth < MAX_DEPTH:
            for key, value in entries[:MAX_WIDTH]:
                yield from entry(key, value, mode, event, statement, depth)
        case Listing(items=[key, value]) if header(key) and not header(value):
            yield from entry(key, value, mode, event, statement, depth)
        case Listing(items=items) if depth < MAX_DEPTH:
            for item in items[:MAX_WIDTH]:
                if isinstance(item, (Table, Listing)):
                    yield from inside(item, mode, event, statement, depth + 1)
        case Made(callee=callee) if is_elsewhere(callee, method_name(callee)):
            pass
        case Made(arguments=arguments) if depth < MAX_DEPTH:
            for argument in arguments.everything():
                yield from inside(argument, mode, event, statement, depth + 1)
        case _:
            pass


def entry(
    key: Thing, value: Thing, mode: Mode, event: Event, statement: Span, depth: int
) -> Iterator[HeaderEffect]:
    if name := header(key):
        where = key.trace.span
        after = value.trace.span
        same = (where.path, where.line) == (after.path, after.line)
        span = after if same else where
        yield HeaderEffect(name, value, mode, span, where, statement, event)
    elif isinstance(value, (Table, Listing)):
        yield from inside(value, mode, event, statement, depth + 1)


def is_unnamed(event: Event) -> bool:
    """Headers that are written under names, or from a dict, that are not known."""
    match event:
        case Stored(target=Member(name="headers"), key=key, attribute=False):
            return not isinstance(key, Const)
        case Called(callee=Member(owner=Member(name="headers"), name="update" | "extend")):
            return any(map(is_open, event.arguments.positional))
        case Called(callee=Member(name=name)) if name in WRITERS and "header" in name:
            given = name_and_value(event)
            return given is not None and not isinstance(given[0], Const)
        case _:
            return False


def is_open(thing: Thing) -> bool:
    """A dict or a list of which not all is known."""
    match thing:
        case Table(complete=complete) | Listing(complete=complete):
            return not complete
        case _:
            return not isinstance(thing, Const)
