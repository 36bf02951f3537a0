"""Whose response a piece of code changes: its own, or one that is handed to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from corslint import program as p
from corslint.evaluate.slicing.walking import walk, words
from corslint.evaluate.things import Thing, Unknown
from corslint.handwritten.outline import Outline
from corslint.handwritten.sending.scopes import Scope, name_of
from corslint.source import Span

AFTER = re.compile(
    r"after_(app_)?request|^after_|process_(template_)?response|^on_(prepare|response)"
    r"|response_(hook|middleware|filter)"
)
"""Names of what runs when the response is there, of what marks or of what registers it."""

NEXT = frozenset(
    """get_response call_next handler next_handler next dispatch finalize_response view
    view_func wrapped inner app""".split()
)
"""Attributes that hold the rest of the application."""

AROUND = frozenset({"make_response", "MutableHeaders", "Headers"})
"""Functions whose result is a response, or a view of its headers, that was made before."""

READING = frozenset({"get", "getlist", "getall", "getone", "get_header", "has_header"})


@dataclass(frozen=True, eq=False)
class Makers:
    """Reads from names and assignments who made a response; nothing is run."""

    outline: Outline

    @cached_property
    def nodes(self) -> dict[p.At, p.Expression]:
        """The expressions of the file that code may write on, by place."""
        kinds = (p.Call, p.Name, p.Subscript, p.Attribute)
        return {node.at: node for node in self.outline.nodes if isinstance(node, kinds)}

    def somebody_else(self, thing: Thing) -> bool:
        """Whether ``thing`` comes from the rest of the application."""
        if isinstance(thing, Unknown) and is_of_handler(thing.key):
            return True
        span = thing.trace.span
        if span.path != self.outline.path:
            return False
        at = place(span)
        if isinstance(thing, Unknown) and is_argument(thing.key):
            function = next((each for each in self.around(at) if each.at == at), None)
            return function is not None and self.runs_after(function)
        node = self.nodes.get(at)
        return node is not None and self.handed(node, set())

    def written_on(self, span: Span) -> bool:
        """As ``somebody_else`` for what the assignment or the call at ``span`` changes."""
        node = self.nodes.get(place(span)) if span.path == self.outline.path else None
        match node:
            case p.Subscript(value=owner) | p.Attribute(value=owner):
                return self.handed(owner, set())
            case p.Call(function=p.Attribute(value=owner)):
                return self.handed(owner, set())
            case _:
                return False

    def around(self, at: p.At) -> list[p.Function]:
        """The functions in which a place is, from the innermost outwards."""
        functions = (each.function for each in self.outline.functions)
        found = [each for each in functions if each and covers(each.at, at)]
        return sorted(found, key=lambda each: each.at[:2], reverse=True)

    def function(self, span: Span) -> str | None:
        """The name of the function that a place of this file is in."""
        found = self.around(place(span)) if span.path == self.outline.path else []
        return found[0].name if found else None

    def handed(self, node: p.Expression, seen: set[str]) -> bool:
        """As ``somebody_else`` for an expression; ``seen`` are names looked up before."""
        match node:
            case p.Awaited(value=value) | p.Attribute(value=value, name="headers"):
                return self.handed(value, seen)
            case p.Name(id=name):
                new = name not in seen
                seen.add(name)
                return new and self.named(node, seen)
            case p.Call(function=p.Name() as function) if self.is_parameter(function):
                return True
            case p.Call(function=p.Attribute(name=name)) if name in NEXT:
                return True
            case p.Call(function=p.Attribute(value=p.Call(function=p.Name(id="super")))):
                return True
            case p.Call(function=function, arguments=arguments):
                made = name_of(function).rpartition(".")[2] in AROUND
                return made and any(self.handed(each.value, seen) for each in arguments)
            case p.Conditional(then=one, otherwise=other):
                return self.handed(one, seen) or self.handed(other, seen)
            case _:
                return False

    def named(self, node: p.Name, seen: set[str]) -> bool:
        """A variable: by what it was assigned, or by the function whose argument it is."""
        for function in self.around(node.at):
            stores = Scope.of(function.body).assigned()
            values = [value for target, value in stores if name_of(target) == node.id]
            if values:
                return any(self.handed(value, seen) for value in values)
            if node.id in parameters(function) - {"self", "cls"}:
                return self.runs_after(function) or node.id == "message"  # ASGI 3.0, send
        return False

    def is_parameter(self, node: p.Name) -> bool:
        """The rest of the application as an argument: ``call_next``, a wrapped view."""
        return any(node.id in parameters(each) for each in self.around(node.at))

    def runs_after(self, function: p.Function) -> bool:
        marks = [set(words(each)) for each in function.decorators]
        calls = (each for each in self.outline.calls if gives(each, function.name))
        marks += [set(words((call.function, call.arguments))) for call in calls]
        marked = any(
            any(map(AFTER.search, found)) or {"middleware", "response"} <= found
            for found in marks
        )
        return marked or AFTER.search(function.name) is not None

    def looks_at_vary(self, span: Span) -> bool:
        """Whether the code around ``span`` asks what Vary holds already."""
        body = next((each.body for each in self.around(place(span))), self.outline.body)
        return any(map(reads_vary, walk(body)))


def is_argument(key: object) -> bool:
    return isinstance(key, tuple) and key[0] == "argument"


def place(span: Span) -> p.At:
    return (span.line, span.column, span.end_line, span.end_column)


def is_of_handler(key: object) -> bool:
    """What the evaluator gives a hook or a wrapper as the response of what it surrounds."""
    return isinstance(key, tuple) and key[0] == "another handler"


def covers(outer: p.At, inner: p.At) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


def parameters(function: p.Function) -> set[str]:
    return {each.name for each in function.parameters}


def gives(call: p.Call, name: str) -> bool:
    """Whether a call is given the function ``name``."""
    values = (each.value for each in call.arguments)
    return any(isinstance(value, p.Name) and value.id == name for value in values)


def reads_vary(node: object) -> bool:
    match node:
        case p.Compare(left=left, rest=rest):
            return is_vary(left) or any(is_vary(right) for _, right in rest)
        case p.Call(function=p.Attribute(name=name), arguments=(first, *_)):
            return name in READING and is_vary(first.value)
        case p.Assign(value=p.Subscript(key=key)) | p.Augment(target=p.Subscript(key=key)):
            return is_vary(key)
        case _:
            return False


def is_vary(node: p.Expression) -> bool:
    match node:
        case p.Constant(value=str(text)):
            return text.lower() == "vary"
        case p.Constant(value=bytes(raw)):
            return raw.lower() == b"vary"
        case _:
            return False
