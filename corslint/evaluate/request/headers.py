"""How a request enters: the headers that a program reads, by the request it is run with."""

from __future__ import annotations

from abc import abstractmethod

from corslint import program as p
from corslint.evaluate.environment import Environment
from corslint.evaluate.naming import dotted
from corslint.evaluate.request import carried
from corslint.evaluate.request.forms import (
    ATTRIBUTES,
    HEADER_CLASSES,
    LISTS,
    READ,
    REQUEST_CLASSES,
    REQUESTS,
    Form,
    form_of_item,
    form_of_symbol,
    header_name,
    header_read,
)
from corslint.evaluate.signals import RaiseSignal
from corslint.evaluate.things import (
    Const,
    Frame,
    Instance,
    Klass,
    Listing,
    Made,
    Member,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
    of_request,
)


class RequestHeaders(Environment):
    """Reads request headers: the probe's Origin is known, the others are not."""

    @abstractmethod
    def value(self, node: p.Expression, frame: Frame) -> Thing:
        """What ``node`` is, with imports of this tree looked up."""

    def header_call(
        self, node: p.Call, function: p.Attribute, frame: Frame
    ) -> Thing | None:
        """``request.headers.get("Origin", default)``, or None for any other call."""
        if not node.arguments:
            return None
        key = self.value(node.arguments[0].value, frame)
        if not isinstance(key, Const):
            return None
        header = header_read(function, key.value)
        if header is None and dotted(function.value) is None:
            return None
        owner = self.value(function.value, frame)
        if of_request(owner):
            header = header or known_header(key.value)
        elif isinstance(owner, Table) and owner.complete:
            return None
        if header is None:
            return self.headers_at(owner, key.value, node, frame)
        rest = [self.value(each.value, frame) for each in defaults(node)]
        found = self.looked_up(owner, header, key.value, rest, node, frame)
        return self.as_list(found, node, frame) if function.name in LISTS else found

    def looked_up(
        self,
        owner: Thing,
        header: str,
        key: p.Scalar,
        default: list[Thing],
        node: p.Expression,
        frame: Frame,
    ) -> Thing:
        """A header by its name: as a table of headers has it, else as the request does."""
        if isinstance(owner, Table) and (there := owner.get(key)) is not None:
            return there
        if of_request(owner) and header == "origin":
            trace = self.trace(node.at, frame)._replace(headers=frozenset({header}))
            return without(default, trace)
        return self.request_header(header, default, node, frame, isinstance(key, bytes))

    def as_list(self, found: Thing, node: p.Expression, frame: Frame) -> Thing:
        """``getlist`` and its like: every line of a header, none where it is not there."""
        trace = self.trace(node.at, frame, found)
        if not isinstance(found, Const):
            return Listing("list", [], trace, complete=False)
        return Listing("list", [] if found.value is None else [found], trace)

    def headers_of(self, thing: Thing, node: p.Expression, frame: Frame) -> Thing | None:
        """``request.headers`` and its like as a table, None for anything else."""
        match thing:
            case Member(owner=owner, name=name) if name in ATTRIBUTES and arrived(owner):
                return self.all_headers(ATTRIBUTES[name], node, frame)
            case Member(owner=Instance() as owner, name="headers") if self.serves(owner):
                return self.all_headers(Form.MAPPING, node, frame)
            case Symbol(name=full) if (form := form_of_symbol(full)) is not None:
                return self.all_headers(form, node, frame)
            case Made(callee=Symbol(name=name)) if name in HEADER_CLASSES:
                return self.all_headers(Form.MAPPING, node, frame)
            case _:
                return None

    def serves(self, owner: Instance) -> bool:
        """A handler of ``http.server``, whose own attribute the headers are."""
        return any(
            isinstance(base, Symbol) and base.name.endswith("HTTPRequestHandler")
            for base in self.lineage(owner.klass)
        )

    def headers_at(
        self, owner: Thing, key: p.Scalar, node: p.Expression, frame: Frame
    ) -> Thing | None:
        """``scope["headers"]``, ``event.get("headers")``; None for anything else."""
        form = form_of_item(called(owner), key)
        return None if form is None else self.all_headers(form, node, frame)

    def all_headers(self, form: Form, node: p.Expression, frame: Frame) -> Thing:
        trace = self.trace(node.at, frame)
        origin: Thing | None = None
        if self.probe is None or self.probe.origin is not None:
            raw = form is Form.PAIRS
            origin = self.request_header("origin", [], node, frame, raw)
        return carried.headers(form, origin, trace)

    def request_header(
        self,
        header: str,
        default: list[Thing],
        node: p.Expression,
        frame: Frame,
        raw: bool = False,
    ) -> Thing:
        marks = frozenset({header})
        trace = self.trace(node.at, frame)._replace(headers=marks)
        given = dict(self.probe.headers).get(header) if self.probe else None
        if header == "origin" and self.probe is not None:
            given = self.probe.origin or ""
        if given is None:
            return Unknown(source(header), trace, ("header", header))
        if not given:
            return without(default, trace)
        return Const(given.encode() if raw else given, trace)

    def brings(self, thing: Thing) -> bool:
        """Whether a thing is what the request certainly has some of: cookies."""
        return self.probe is not None and self.probe.cookies and are_cookies(thing)

    def gives_none(self, node: p.Expression, frame: Frame) -> bool:
        """Whether headers are those of http.server.

        ``email.message.Message`` has None for what is missing.
        """
        if not isinstance(node, p.Attribute) or node.name != "headers":
            return False
        owner = self.resolve(self.evaluate(node.value, frame))
        bases = self.lineage(owner.klass) if isinstance(owner, Instance) else ()
        outside = [each for each in bases if isinstance(each, Symbol)]
        mixins = () if outside else (each for each in bases if isinstance(each, Klass))
        return any(map(is_server, outside)) or any(map(is_server_mixin, mixins))

    def required_header(self, header: str, node: p.Subscript, frame: Frame) -> Thing:
        """``request.headers["Origin"]``: raises where the request has none."""
        absent = self.probe is not None and self.probe.origin is None
        if header == "origin" and absent and not self.gives_none(node.value, frame):
            raise RaiseSignal("KeyError")
        raw = isinstance(node.key, p.Constant) and isinstance(node.key.value, bytes)
        return self.request_header(header, [], node, frame, raw)


def is_server(base: Symbol) -> bool:
    return base.name.startswith("http.server.")


def is_server_mixin(klass: Klass) -> bool:
    """Whether a class has methods with names that only http.server calls."""
    names = (each.name for each in klass.node.body if isinstance(each, p.Function))
    return any(name == "end_headers" or name.startswith("do_") for name in names)


def source(header: str) -> str:
    """What is not known of a request, as a reason."""
    if header.startswith("?"):
        return f"the parameter `{header[1:]}` of the request"
    return f"the request header {header.title()}"


def without(default: list[Thing], trace: Trace) -> Thing:
    """What a program gets instead of a header that the request does not have."""
    match default:
        case [Const(value=value, trace=given), *_]:
            return Const(value, given._replace(headers=trace.headers))
        case [found, *_]:
            return found
        case _:
            return Const(None, trace)


def defaults(node: p.Call) -> list[p.Argument]:
    """The arguments that may be what is given for a header that is not there."""
    return [
        each
        for index, each in enumerate(node.arguments)
        if (index == 1 and each.name is None) or each.name in {"default", "failobj"}
    ]


def known_header(key: p.Scalar) -> str | None:
    name = header_name(key)
    return name if name in READ else None


def arrived(thing: Thing) -> bool:
    """Whether a thing is the request that is being answered."""
    return called(thing) in REQUESTS


def are_cookies(thing: Thing) -> bool:
    """Whether a thing is all cookies of the request: a mapping, or the header's text."""
    match thing:
        case Member(owner=owner, name="cookies" | "COOKIES"):
            return arrived(owner)
        case Symbol(name=name):
            return name.endswith(".request.cookies")
        case Unknown(key=("header", "cookie")):
            return True
        case _:
            return False


def called(thing: Thing) -> str:
    """The name by which a request, or what carries it, came into the program."""
    match thing:
        case Unknown(key=("argument", str(name), *_)) | Member(name=name):
            return name
        case Symbol(name=name):
            return name.rpartition(".")[2]
        case Made(callee=Symbol(name=name)) if name in REQUEST_CLASSES:
            return "request"
        case _:
            return ""


def requested(thing: Thing) -> bool:
    """Whether a thing is the request, or what a server's interface makes of it."""
    scope = isinstance(thing, Table) and isinstance(thing.get("headers"), Listing)
    return scope or of_request(thing) or arrived(thing)


def is_missing(thing: Thing) -> bool:
    """A header that the request does not have: it has no methods either."""
    return isinstance(thing, Const) and thing.value is None and bool(thing.trace.headers)
