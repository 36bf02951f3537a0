"""The program language: what every piece of code around CORS is lowered to.

Constants, names, calls, assignments, branches, loops, functions. A parser's tree goes in,
this comes out, and the evaluator never learns who parsed. Nodes are treated as frozen; they
are not declared so because that would triple the cost of building them. ``at`` is (line,
column, end line, end column), 1-based code points, the end exclusive, as in ``Span``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

At: TypeAlias = tuple[int, int, int, int]
Scalar: TypeAlias = str | bytes | int | float | complex | bool | None

MAX_BITS = 1_000
"""A larger number stays unread: its text alone may take long to make, or fail."""


class Node:
    """A part of a program; its words and names are kept once they were looked for."""

    __slots__ = ("names_inside", "words_inside")
    names_inside: frozenset[str]
    words_inside: tuple[str, ...]


@dataclass(slots=True)
class Constant(Node):
    value: Scalar
    at: At


@dataclass(slots=True)
class Name(Node):
    id: str
    at: At


@dataclass(slots=True)
class Attribute(Node):
    value: Expression
    name: str
    at: At


@dataclass(slots=True)
class Subscript(Node):
    value: Expression
    key: Expression
    at: At


@dataclass(slots=True)
class Slice(Node):
    """``lower:upper:step`` inside a subscript."""

    lower: Expression | None
    upper: Expression | None
    step: Expression | None
    at: At


@dataclass(slots=True)
class Argument(Node):
    """``name`` is set for keywords; ``star`` is "", "*" or "**"."""

    name: str | None
    star: str
    value: Expression
    at: At


@dataclass(slots=True)
class Call(Node):
    function: Expression
    arguments: tuple[Argument, ...]
    at: At


@dataclass(slots=True)
class Binary(Node):
    left: Expression
    operator: str  # as written: "+", "%", "|" ...
    right: Expression
    at: At


@dataclass(slots=True)
class Unary(Node):
    operator: str  # "not", "-", "+", "~"
    operand: Expression
    at: At


@dataclass(slots=True)
class Boolean(Node):
    operator: str  # "and", "or"
    operands: tuple[Expression, ...]
    at: At


@dataclass(slots=True)
class Compare(Node):
    """``left op right op right ...``; operators as written, "not in" and "is not" whole."""

    left: Expression
    rest: tuple[tuple[str, Expression], ...]
    at: At


@dataclass(slots=True)
class Conditional(Node):
    test: Expression
    then: Expression
    otherwise: Expression
    at: At


@dataclass(slots=True)
class Sequence(Node):
    kind: str  # "list", "tuple", "set"
    items: tuple[Expression, ...]
    at: At


@dataclass(slots=True)
class Starred(Node):
    value: Expression
    at: At


@dataclass(slots=True)
class Mapping(Node):
    """Entries in order; a key of None is a spread (``**value``)."""

    entries: tuple[tuple[Expression | None, Expression], ...]
    at: At


@dataclass(slots=True)
class Template(Node):
    """An f-string: constant and computed parts in order."""

    parts: tuple[Expression, ...]
    at: At


@dataclass(slots=True)
class Formatted(Node):
    """A part of a template with a conversion ("", "r", "s", "a") or a format.

    ``spec`` is None for a format that is itself computed.
    """

    value: Expression
    conversion: str
    spec: str | None
    at: At


@dataclass(slots=True)
class Lambda(Node):
    parameters: tuple[Parameter, ...]
    body: Expression
    at: At


@dataclass(slots=True)
class Clause(Node):
    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]


@dataclass(slots=True)
class Comprehension(Node):
    """``value`` is set for dicts, where ``element`` is the key."""

    kind: str  # "list", "set", "generator", "dict"
    element: Expression
    value: Expression | None
    clauses: tuple[Clause, ...]
    at: At


@dataclass(slots=True)
class Walrus(Node):
    name: Name
    value: Expression
    at: At


@dataclass(slots=True)
class Awaited(Node):
    value: Expression
    at: At


@dataclass(slots=True)
class Yield(Node):
    value: Expression | None
    at: At


@dataclass(slots=True)
class Opaque(Node):
    """Something the evaluator need not understand."""

    what: str
    at: At


Expression: TypeAlias = (
    Constant
    | Name
    | Attribute
    | Subscript
    | Slice
    | Call
    | Binary
    | Unary
    | Boolean
    | Compare
    | Conditional
    | Sequence
    | Starred
    | Mapping
    | Template
    | Formatted
    | Lambda
    | Comprehension
    | Walrus
    | Awaited
    | Yield
    | Opaque
)


@dataclass(slots=True)
class Parameter(Node):
    """``star`` is "", "*" or "**"; ``keyword_only`` those after a star."""

    name: str
    default: Expression | None
    annotation: Expression | None
    star: str
    keyword_only: bool


@dataclass(slots=True)
class Assign(Node):
    """``value`` is None for a bare annotation."""

    targets: tuple[Expression, ...]
    value: Expression | None
    annotation: Expression | None
    at: At


@dataclass(slots=True)
class Augment(Node):
    target: Expression
    operator: str  # "+", "|" ...
    value: Expression
    at: At


@dataclass(slots=True)
class Evaluate(Node):
    value: Expression
    at: At


@dataclass(slots=True)
class Return(Node):
    value: Expression | None
    at: At


@dataclass(slots=True)
class Raise(Node):
    value: Expression | None
    at: At


@dataclass(slots=True)
class Assert(Node):
    test: Expression
    at: At


@dataclass(slots=True)
class If(Node):
    test: Expression
    body: Block
    otherwise: Block
    at: At


@dataclass(slots=True)
class For(Node):
    target: Expression
    iterable: Expression
    body: Block
    otherwise: Block
    at: At


@dataclass(slots=True)
class While(Node):
    test: Expression
    body: Block
    otherwise: Block
    at: At


@dataclass(slots=True)
class Handler(Node):
    kind: Expression | None
    name: str | None
    body: Block


@dataclass(slots=True)
class Try(Node):
    body: Block
    handlers: tuple[Handler, ...]
    otherwise: Block
    final: Block
    at: At


@dataclass(slots=True)
class With(Node):
    items: tuple[tuple[Expression, Expression | None], ...]
    body: Block
    at: At


@dataclass(slots=True)
class Pattern(Node):
    """``values`` are the constants and names one of which must equal the subject.

    None stands for a pattern that is not understood; an empty tuple matches anything.
    ``whole`` are the names that take the subject itself, ``parts`` those that take
    something of it.
    """

    values: tuple[Expression, ...] | None
    whole: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(slots=True)
class Case(Node):
    pattern: Pattern
    guard: Expression | None
    body: Block


@dataclass(slots=True)
class Match(Node):
    subject: Expression
    cases: tuple[Case, ...]
    at: At


@dataclass(slots=True)
class Function(Node):
    name: str
    parameters: tuple[Parameter, ...]
    body: Block
    decorators: tuple[Expression, ...]
    at: At


@dataclass(slots=True)
class Class(Node):
    name: str
    bases: tuple[Argument, ...]
    body: Block
    decorators: tuple[Expression, ...]
    at: At


@dataclass(slots=True)
class Import(Node):
    """``import a.b as c`` is ("a.b", "c"); without "as" the second is None."""

    names: tuple[tuple[str, str | None], ...]
    at: At


@dataclass(slots=True)
class ImportFrom(Node):
    """``from ..a import b as c``: level 2, module "a"; a star is the name "*"."""

    module: str
    level: int
    names: tuple[tuple[str, str | None], ...]
    at: At


@dataclass(slots=True)
class Jump(Node):
    kind: str  # "break", "continue"
    at: At


@dataclass(slots=True)
class Delete(Node):
    targets: tuple[Expression, ...]
    at: At


@dataclass(slots=True)
class Scope(Node):
    """``global`` or ``nonlocal``."""

    kind: str
    names: tuple[str, ...]
    at: At


Statement: TypeAlias = (
    Assign
    | Augment
    | Evaluate
    | Return
    | Raise
    | Assert
    | If
    | For
    | While
    | Try
    | With
    | Match
    | Function
    | Class
    | Import
    | ImportFrom
    | Jump
    | Delete
    | Scope
)
Block: TypeAlias = tuple[Statement, ...]


@dataclass(slots=True)
class Program(Node):
    """One module."""

    path: str
    body: Block
