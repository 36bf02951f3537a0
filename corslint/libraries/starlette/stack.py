"""What stands outside of Starlette's CORS middleware, as the file that adds it says.

What is added last is outermost; of a list of middleware the first is, and what is added
stands outside of the whole list. Executed with Starlette 1.10 and FastAPI 0.165.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.naming import dotted, last_word
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import blocks
from corslint.handwritten.outline import Outline, holds
from corslint.libraries.starlette.calls import CLASS_KEYWORDS, CLASSES
from corslint.source import Span

ADDED = "is added after it and so runs first"
LISTED = "stands before it in the list and so runs first"
CORS = "cors"


@dataclass(frozen=True, slots=True)
class Outer:
    """One middleware: its class, or the function that is it.

    ``where`` says why it stands outside; not ``sure`` where a branch decides that.
    """

    kind: p.Expression | p.Function
    arguments: tuple[p.Argument, ...]
    at: p.At
    where: str
    sure: bool = True

    @property
    def name(self) -> str:
        if isinstance(self.kind, p.Function):
            return self.kind.name
        return last_word(self.kind)

    def argument(self, name: str) -> p.Expression | None:
        return next((each.value for each in self.arguments if each.name == name), None)


def outside(outline: Outline, span: Span) -> list[Outer]:
    """What stands outside of the middleware that the call at ``span`` is about.

    Nothing where another CORS layer stands further out, or where the file does not tell.
    """
    call = next((x for x in outline.calls if Span(outline.path, *x.at) == span), None)
    if call is None or any(outline.full(x.function) in CLASSES for x in outline.calls):
        return []
    home = home_of(outline, span)
    match call.function:
        case p.Attribute(value=owner, name="add_middleware"):
            found = added(home, dotted(owner) or "", call.at)
        case _:
            found = listed(outline, call)
    return [] if any(CORS in each.name.lower() for each in found) else found


def home_of(outline: Outline, span: Span) -> p.Block:
    """The statements of the function that holds ``span``, or those of the module."""
    inside = [each.function for each in outline.functions if holds(each, span)]
    return inside[-1].body if inside and inside[-1] is not None else outline.body


def added(home: p.Block, owner: str, after: p.At) -> list[Outer]:
    """What an application is told to add further down, by a call or a decorator."""
    if not owner:
        return []
    certain = {id(each) for each in beside(home, after)}
    found: list[Outer] = []
    for statement in nested(home):
        if statement.at > after:
            sure = id(statement) in certain
            found += registered(statement, owner, sure)
    return found


def beside(home: p.Block, at: p.At) -> Iterator[p.Statement]:
    """The statements that run whenever the one at ``at`` does: of its blocks."""
    yield from home
    for statement in nested(home):
        for block in blocks(statement):
            if any(encloses(each.at, at) for each in block):
                yield from block


def encloses(outer: p.At, inner: p.At) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


def registered(statement: p.Statement, owner: str, sure: bool) -> Iterator[Outer]:
    match statement:
        case p.Evaluate(value=p.Call() as call):
            match call.function:
                case p.Attribute(value=receiver, name="add_middleware"):
                    if dotted(receiver) == owner:
                        yield from made(call, ADDED, sure)
                case _:
                    pass
        case p.Function(decorators=decorators):
            for each in decorators:
                match each:
                    case p.Call(function=p.Attribute(value=receiver, name="middleware")):
                        if dotted(receiver) == owner:
                            yield Outer(statement, (), each.at, ADDED, sure)
                    case _:
                        pass
        case _:
            pass


def made(call: p.Call, where: str, sure: bool = True) -> Iterator[Outer]:
    """``add_middleware(K, ...)`` and ``Middleware(K, ...)``."""
    named = [each for each in call.arguments if each.name in CLASS_KEYWORDS]
    plain = [each for each in call.arguments[:1] if each.name is None and not each.star]
    for first in (plain or named)[:1]:
        rest = tuple(each for each in call.arguments if each is not first)
        yield Outer(first.value, rest, call.at, where, sure)


def listed(outline: Outline, call: p.Call) -> list[Outer]:
    """What stands before ``Middleware(CORSMiddleware)`` in its list, or is added later."""
    holding = [
        node
        for node in outline.nodes
        if isinstance(node, p.Sequence) and any(each is call for each in node.items)
    ]
    if len(holding) != 1:
        return []
    before = holding[0].items[: holding[0].items.index(call)]
    found = [
        each
        for item in reversed(before)
        if isinstance(item, p.Call)
        for each in made(item, LISTED)
    ]
    return [*found, *added_to(outline, holding[0])]


def added_to(outline: Outline, stack: p.Sequence) -> Iterator[Outer]:
    """What is added to the application that is made with a list of middleware."""
    names = [
        target.id
        for assign in outline.assigns
        if assign.value is stack
        for target in assign.targets
        if isinstance(target, p.Name)
    ]
    for assign in outline.assigns:
        if isinstance(assign.value, p.Call) and takes(assign.value, stack, names):
            home = home_of(outline, Span(outline.path, *assign.at))
            for target in assign.targets:
                yield from added(home, dotted(target) or "", assign.at)


def takes(call: p.Call, stack: p.Sequence, names: Sequence[str]) -> bool:
    given = (each.value for each in call.arguments if each.name == "middleware")
    return any(
        value is stack or (isinstance(value, p.Name) and value.id in names)
        for value in given
    )
