"""Calls from outside: what a server, of which nobody knows more, passes to a function."""

from __future__ import annotations

from collections.abc import Mapping

from corslint import program as p
from corslint.evaluate.calls import last_name
from corslint.evaluate.machine import MAX_CALLS
from corslint.evaluate.request.forms import (
    READ,
    REQUESTS,
    Form,
    form_of_parameter,
)
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.slicing.words import about_cors
from corslint.evaluate.statements import Statements
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Func,
    Klass,
    Listing,
    Table,
    Thing,
    Trace,
    Unknown,
)


class Outside(Statements):
    """Binds parameters that the program itself never passes."""

    def from_outside(self, callee: Func, given: Mapping[str, Thing] | None = None) -> Thing:
        """Run a function for somebody of whose arguments only ``given`` are known."""
        trace = self.trace(callee.node.at, callee.closure)
        mark = (callee.closure.module.path, callee.node.at)
        if isinstance(callee.node, p.Lambda):
            return Const(None, trace)
        if len(self.stack) >= MAX_CALLS or mark in self.stack:
            return Const(None, trace)
        self.ran.add(mark)
        frame = self.frame_of(callee.node, callee.closure, None)
        if callee.bound is not None and callee.node.parameters:
            first, own = callee.node.parameters[0], callee.bound
            many = Listing("tuple", [own], trace, complete=False)
            frame.names[first.name] = many if first.star == "*" else own
        frame.names.update(given or {})
        answer = self.inline(callee.node, frame, mark, trace)
        self.answers.append(answer)
        return answer

    def frame_of(
        self, node: p.Function | p.Lambda, closure: Frame, owner: Thing | None
    ) -> Frame:
        """A call from outside: nobody knows the arguments, defaults may hold."""
        frame = Frame({}, closure.module, closure, kind="function")
        for index, parameter in enumerate(node.parameters):
            if index == 0 and isinstance(owner, Klass) and parameter.name == "self":
                trace = Trace(owner.trace.span)
                frame.names["self"] = self.instance(owner, Arguments(), trace)
            else:
                frame.names[parameter.name] = self.argument(parameter, node, closure)
        return frame

    def argument(
        self, parameter: p.Parameter, node: p.Function | p.Lambda, closure: Frame
    ) -> Thing:
        if (header := header_parameter(parameter)) is not None:
            return self.request_header(header, [], p.Name(parameter.name, node.at), closure)
        if (found := self.arriving(parameter, node, closure)) is not None:
            return found
        if (found := self.option(parameter, node, closure)) is not None:
            return found
        if (found := self.injected(parameter, closure)) is not None:
            return found
        trace = self.trace(node.at, closure)
        reason = f"the argument `{parameter.name}` comes from the caller"
        unknown = Unknown(reason, trace, key_of(parameter.name, trace))
        if parameter.default is None or not worth_trying(parameter):
            return unknown
        default = self.value(parameter.default, closure)
        if self.oracle.ask(("default", trace.span, parameter.name), trace.span, reason):
            return default
        return unknown

    def arriving(
        self, parameter: p.Parameter, node: p.Function | p.Lambda, closure: Frame
    ) -> Thing | None:
        """What the standard interfaces of servers pass: WSGI (PEP 3333), ASGI (3.0)."""
        names = frozenset(each.name for each in node.parameters)
        if form := form_of_parameter(parameter.name, names):
            return self.all_headers(form, p.Name(parameter.name, node.at), closure)
        trace = self.trace(node.at, closure)
        match parameter.name:
            case "scope" if parameter.default is None:
                return self.scope(node, closure, trace)
            case "message" if names == {"message"}:
                headers = Listing("list", [], trace, complete=False)
                return mapping(trace, type="http.response.start", headers=headers)
            case _:
                return None

    def scope(self, node: p.Function | p.Lambda, closure: Frame, trace: Trace) -> Table:
        headers = self.all_headers(Form.PAIRS, p.Name("scope", node.at), closure)
        return mapping(trace, type="http", headers=headers)


def mapping(trace: Trace, **entries: Thing | str) -> Table:
    """A dict of which more is not known."""
    made = Table([], trace, complete=False)
    for name, value in entries.items():
        thing = Const(value, trace) if isinstance(value, str) else value
        made.put(Const(name, trace), thing)
    return made


def key_of(name: str, trace: Trace) -> object:
    """Which unknown an argument is: the request is one and the same wherever it goes."""
    return ("argument", name) if name in REQUESTS else ("argument", name, trace.span)


def worth_trying(parameter: p.Parameter) -> bool:
    """A default that may be about origins; the others only double the ways."""
    if about_cors(parameter.name):
        return True
    texts = list(words(parameter.default))
    return any(about_cors(text) or "*" in text or "://" in text for text in texts)


def header_parameter(parameter: p.Parameter) -> str | None:
    """The request header or parameter that is passed: ``origin: str = Header(None)``.

    ``Annotated[str | None, Header(alias="Origin")]`` says the same.
    """
    marker = parameter.default
    if isinstance(parameter.annotation, p.Subscript):
        key = parameter.annotation.key
        items = key.items if isinstance(key, p.Sequence) else ()
        marker = next(filter(is_header, items), marker)
    if not isinstance(marker, p.Call) or not is_header(marker):
        return None
    given = (each.value for each in marker.arguments if each.name == "alias")
    alias = next((str(each.value) for each in given if isinstance(each, p.Constant)), None)
    if last_name(marker.function) != "Header":
        return f"?{alias or parameter.name}"
    name = (alias or parameter.name.replace("_", "-")).lower()
    return name if name in READ else None


def is_header(node: p.Expression) -> bool:
    """The marks for headers, and for parameters of the URL and of forms."""
    marks = {"Header", "Query", "Form"}
    return isinstance(node, p.Call) and last_name(node.function) in marks
