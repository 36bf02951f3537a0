"""What the cases of a ``match`` statement compare, and what they bind."""

from __future__ import annotations

import pytest

from corslint import program as p
from corslint.python import lower_ast, lower_cst
from corslint.source import Source

Shown = tuple[list[object] | None, tuple[str, ...], tuple[str, ...]]

CASES: dict[str, Shown] = {
    "'a'": (["a"], (), ()),
    "None": ([None], (), ()),
    "(True)": ([True], (), ()),
    "A.b": (["A.b"], (), ()),
    "'a' | b'c' | -1": (["a", b"c", "-1"], (), ()),
    "_": ([], (), ()),
    "x": ([], ("x",), ()),
    "'a' as x": (["a"], ("x",), ()),
    "('a' | 'b') as x": (["a", "b"], ("x",), ()),
    "('a' as x) | ('b' as x)": (["a", "b"], ("x",), ()),
    "'a' | _": ([], (), ()),
    "'a' | [_]": (None, (), ()),
    "str()": (None, (), ()),
    "str() as x": (None, ("x",), ()),
    "str(x)": (None, (), ("x",)),
    "{'b': x, 'a': y, **z}": (None, (), ("x", "y", "z")),
    "[y, *x, _]": (None, (), ("x", "y")),
    "P(a, b=c) as d": (None, ("d",), ("a", "c")),
}


def shown(node: p.Expression) -> object:
    match node:
        case p.Constant(value=value):
            return value
        case p.Attribute(value=p.Name(id=owner), name=name):
            return f"{owner}.{name}"
        case p.Unary(operator=operator, operand=p.Constant(value=value)):
            return f"{operator}{value}"
        case _:
            return node


def pattern(program: p.Program) -> Shown:
    [statement] = program.body
    assert isinstance(statement, p.Match)
    found = statement.cases[0].pattern
    values = None if found.values is None else [shown(each) for each in found.values]
    return values, found.whole, found.parts


@pytest.mark.parametrize("text", CASES)
def test_what_a_pattern_is_made_of(text: str) -> None:
    source = Source("case.py", f"match x:\n    case {text}:\n        pass\n")
    assert pattern(lower_ast.lower(source)) == CASES[text]
    assert pattern(lower_cst.lower(source)) == CASES[text]
