"""Response headers of CORS that a program sends the wrong way: in its own requests.

Who calls whom is read from names and imports; nothing is run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from corslint import program as p
from corslint.handwritten.outline import Outline
from corslint.handwritten.sending.effects import HeaderEffect
from corslint.handwritten.sending.header_apis import CLIENTS
from corslint.handwritten.sending.scopes import (
    Scope,
    argument,
    is_of_self,
    name_of,
    owner_of,
)
from corslint.header_names import ANSWERS
from corslint.observation import RequestSideHeader
from corslint.source import Span

Key: TypeAlias = tuple[Scope | None, str]
Store: TypeAlias = tuple[p.Expression, p.Expression]

SERVERS = ("aiohttp.web", "http.server")
SENDING = frozenset(
    """get post put patch delete head options request stream urlopen ws_connect send
    request_encode_body request_encode_url""".split()
)
"""Functions and methods that send a request."""

MAKING = frozenset(
    """Session session Client AsyncClient ClientSession Request HTTPConnection
    HTTPSConnection PoolManager HTTPConnectionPool build_opener""".split()
)
"""What makes a request, or an object that sends several with the same headers."""

SETTING = frozenset({"add_header", "add_unredirected_header", "putheader"})
POSITIONS = {"Request": 2, "request": 3}
"""Where ``urllib.request.Request`` and ``http.client`` take headers without a name."""


@dataclass(frozen=True, slots=True)
class Requests:
    """What a file sends in requests, by place; ``places`` are the code that writes it."""

    headers: dict[Span, RequestSideHeader] = field(default_factory=dict)
    places: set[Span] = field(default_factory=set)

    def writes(self, effect: HeaderEffect) -> bool:
        """Whether what looks like a header of a response is one of a request."""
        return effect.event.span in self.places


def requests(outline: Outline) -> Requests:
    """The response headers that the requests of this file carry."""
    if not any(name.partition(".")[0] in CLIENTS for name in outline.imported.values()):
        return Requests()
    reading = Reading(outline)
    functions = (each.function for each in outline.functions)
    module = Scope.of(outline.body)
    scopes = (module, *(Scope.of(each.body) for each in functions if each))
    for scope in scopes:
        reading.note_names(scope, module)
    for scope in scopes:
        reading.read(scope)
    return reading.found


@dataclass(frozen=True, slots=True)
class Reading:
    """Looks for the requests of one file.

    ``stores`` are the assignments by scope and name, None as scope for what is seen
    everywhere: the module's names and the attributes of objects. ``sessions`` are the names
    that stand for a session, or for a request that is being made.
    """

    outline: Outline
    found: Requests = field(default_factory=Requests)
    stores: dict[Key, list[Store]] = field(default_factory=dict)
    sessions: set[Key] = field(default_factory=set)
    done: set[Key] = field(default_factory=set)

    def note_names(self, scope: Scope, module: Scope) -> None:
        for target, value in scope.assigned():
            whole = target.value if isinstance(target, p.Subscript) else target
            name = name_of(whole)
            if name:
                key = None if scope is module or is_of_self(name) else scope, name
                self.stores.setdefault(key, []).append((target, value))
                if whole is target and self.makes(value):
                    self.sessions.add(key)

    def read(self, scope: Scope) -> None:
        for call in scope.calls():
            self.called(call, scope)
        for target, value in scope.assigned():
            match target:
                case p.Subscript(value=owner, key=key) if self.is_headers(owner, scope):
                    self.note(key, target.at)
                case p.Attribute() if self.is_headers(target, scope):
                    self.headers(value, scope, target.at)
                case _:
                    pass

    def called(self, call: p.Call, scope: Scope) -> None:
        function, owner = call.function, owner_of(call.function)
        name = function.name if isinstance(function, p.Attribute) else ""
        direct = self.client(function)
        ours = self.is_session(owner, scope) or self.makes(owner)
        if direct in SENDING | MAKING or (ours and name in SENDING):
            given = argument(call, "headers", POSITIONS.get(direct or name))
            self.headers(given, scope)
        elif ours and name in SETTING and call.arguments:
            self.note(call.arguments[0].value, call.at)
        elif name == "update" and self.is_headers(owner, scope):
            self.headers(argument(call, "", 0), scope, call.at)

    def client(self, function: p.Expression) -> str:
        """The last name of a client library's function, "" for any other."""
        name = self.outline.full(function)
        ours = name.partition(".")[0] in CLIENTS and not name.startswith(SERVERS)
        return name.rpartition(".")[2] if ours else ""

    def makes(self, node: p.Expression | None) -> bool:
        return isinstance(node, p.Call) and self.client(node.function) in MAKING

    def is_session(self, node: p.Expression | None, scope: Scope) -> bool:
        return any((place, name_of(node)) in self.sessions for place in (scope, None))

    def is_headers(self, node: p.Expression | None, scope: Scope) -> bool:
        """``session.headers``."""
        named = isinstance(node, p.Attribute) and node.name == "headers"
        return named and node is not None and self.is_session(owner_of(node), scope)

    def headers(
        self, value: p.Expression | None, scope: Scope, place: p.At | None = None
    ) -> None:
        """Headers as a dict, or by the name of a variable that holds one."""
        match value:
            case p.Mapping(entries=entries):
                for key, inner in entries:
                    if key is None:
                        self.headers(inner, scope, place)
                    else:
                        self.note(key, place or key.at)
            case p.Name() | p.Attribute():
                for where in (scope, None):
                    self.kept((where, name_of(value)), scope)
            case _:
                pass

    def kept(self, key: Key, scope: Scope) -> None:
        """All that is put into a variable, once."""
        stores = [] if key in self.done else self.stores.get(key, [])
        self.done.add(key)
        for target, value in stores:
            if isinstance(target, p.Subscript):
                self.note(target.key, target.at)
            elif isinstance(value, p.Mapping):
                self.headers(value, scope, target.at)

    def note(self, key: p.Expression, place: p.At) -> None:
        match key:
            case p.Constant(value=str(text)) if text.lower() in ANSWERS:
                span = Span(self.outline.path, *key.at)
                self.found.headers[span] = RequestSideHeader(ANSWERS[text.lower()], span)
                self.found.places.add(Span(self.outline.path, *place))
            case _:
                pass
