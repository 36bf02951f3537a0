"""The program language: what every piece of code around CORS is lowered to.

Constants, names, calls, assignments, branches, loops, functions. A parser's tree goes in,
this comes out, and the evaluator never learns who parsed. Nodes are plain tuples so that
building them costs little; ``at`` is (line, column, end line, end column), 1-based code
points with an exclusive end, as in ``source.Span``.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

At: TypeAlias = tuple[int, int, int, int]
Scalar: TypeAlias = str | bytes | int | float | complex | bool | None


class Constant(NamedTuple):
    value: Scalar
    at: At


class Name(NamedTuple):
    id: str
    at: At


class Attribute(NamedTuple):
    value: Expression
    name: str
    at: At


class Subscript(NamedTuple):
    value: Expression
    key: Expression
    at: At


class Slice(NamedTuple):
    """``lower:upper:step`` inside a subscript."""

    lower: Expression | None
    upper: Expression | None
    step: Expression | None
    at: At


class Argument(NamedTuple):
    """``name`` is set for keywords; ``star`` is "", "*" or "**"."""

    name: str | None
    star: str
    value: Expression
    at: At


class Call(NamedTuple):
    function: Expression
    arguments: tuple[Argument, ...]
    at: At


class Binary(NamedTuple):
    left: Expression
    operator: str  # as written: "+", "%", "|" ...
    right: Expression
    at: At


class Unary(NamedTuple):
    operator: str  # "not", "-", "+", "~"
    operand: Expression
    at: At


class Boolean(NamedTuple):
    operator: str  # "and", "or"
    operands: tuple[Expression, ...]
    at: At


class Compare(NamedTuple):
    """``left op right op right ...``; operators as written, "not in" and "is not" whole."""

    left: Expression
    rest: tuple[tuple[str, Expression], ...]
    at: At


class Conditional(NamedTuple):
    test: Expression
    then: Expression
    otherwise: Expression
    at: At


class Sequence(NamedTuple):
    kind: str  # "list", "tuple", "set"
    items: tuple[Expression, ...]
    at: At


class Starred(NamedTuple):
    value: Expression
    at: At


class Mapping(NamedTuple):
    """Entries in order; a key of None is a spread (``**value``)."""

    entries: tuple[tuple[Expression | None, Expression], ...]
    at: At


class Template(NamedTuple):
    """An f-string: constant and computed parts in order."""

    parts: tuple[Expression, ...]
    at: At


class Formatted(NamedTuple):
    """A part of a template with a conversion or a format; its text is not computed."""

    value: Expression
    at: At


class Lambda(NamedTuple):
    parameters: tuple[Parameter, ...]
    body: Expression
    at: At


class Clause(NamedTuple):
    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]


class Comprehension(NamedTuple):
    """``value`` is set for dicts, where ``element`` is the key."""

    kind: str  # "list", "set", "generator", "dict"
    element: Expression
    value: Expression | None
    clauses: tuple[Clause, ...]
    at: At


class Walrus(NamedTuple):
    name: Name
    value: Expression
    at: At


class Awaited(NamedTuple):
    value: Expression
    at: At


class Yield(NamedTuple):
    value: Expression | None
    at: At


class Opaque(NamedTuple):
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


class Parameter(NamedTuple):
    """``star`` is "", "*" or "**"; ``keyword_only`` those after a star."""

    name: str
    default: Expression | None
    annotation: Expression | None
    star: str
    keyword_only: bool


class Assign(NamedTuple):
    """``value`` is None for a bare annotation."""

    targets: tuple[Expression, ...]
    value: Expression | None
    annotation: Expression | None
    at: At


class Augment(NamedTuple):
    target: Expression
    operator: str  # "+", "|" ...
    value: Expression
    at: At


class Evaluate(NamedTuple):
    value: Expression
    at: At


class Return(NamedTuple):
    value: Expression | None
    at: At


class Raise(NamedTuple):
    value: Expression | None
    at: At


class Assert(NamedTuple):
    test: Expression
    at: At


class If(NamedTuple):
    test: Expression
    body: Block
    otherwise: Block
    at: At


class For(NamedTuple):
    target: Expression
    iterable: Expression
    body: Block
    otherwise: Block
    at: At


class While(NamedTuple):
    test: Expression
    body: Block
    otherwise: Block
    at: At


class Handler(NamedTuple):
    kind: Expression | None
    name: str | None
    body: Block


class Try(NamedTuple):
    body: Block
    handlers: tuple[Handler, ...]
    otherwise: Block
    final: Block
    at: At


class With(NamedTuple):
    items: tuple[tuple[Expression, Expression | None], ...]
    body: Block
    at: At


class Case(NamedTuple):
    """``values`` are the constants and names one of which must equal the subject; None
    stands for a pattern that is not understood; an empty tuple matches anything."""

    values: tuple[Expression, ...] | None
    guard: Expression | None
    body: Block


class Match(NamedTuple):
    subject: Expression
    cases: tuple[Case, ...]
    at: At


class Function(NamedTuple):
    name: str
    parameters: tuple[Parameter, ...]
    body: Block
    decorators: tuple[Expression, ...]
    at: At


class Class(NamedTuple):
    name: str
    bases: tuple[Argument, ...]
    body: Block
    decorators: tuple[Expression, ...]
    at: At


class Import(NamedTuple):
    """``import a.b as c`` is ("a.b", "c"); without "as" the second is None."""

    names: tuple[tuple[str, str | None], ...]
    at: At


class ImportFrom(NamedTuple):
    """``from ..a import b as c``: level 2, module "a"; a star is the name "*"."""

    module: str
    level: int
    names: tuple[tuple[str, str | None], ...]
    at: At


class Jump(NamedTuple):
    kind: str  # "break", "continue"
    at: At


class Delete(NamedTuple):
    targets: tuple[Expression, ...]
    at: At


class Scope(NamedTuple):
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


class Program(NamedTuple):
    """One module."""

    path: str
    body: Block
