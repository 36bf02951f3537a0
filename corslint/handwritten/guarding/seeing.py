"""What an expression comes to where code looks at a preflight."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.naming import dotted, last_word
from corslint.evaluate.slicing.walking import PARTS
from corslint.handwritten.guarding.preflight import (
    absent,
    attribute,
    compared,
    item,
    lacks,
)
from corslint.handwritten.guarding.values import (
    ABSENT,
    OPEN,
    Code,
    Level,
    Names,
    Part,
    Sure,
    Vague,
    Value,
    chosen,
    collected,
    given_by,
    joined,
    mixed,
    negated,
)

CONNECTIONS = frozenset({"Request", "HTTPConnection"})
OF_COOKIES = frozenset({"get_cookie", "get_secure_cookie", "get_signed_cookie"})
MAX_DEPTH = 60


def seen(node: p.Expression, names: Names, depth: int = 0) -> Value:
    """What an expression comes to for a preflight; ``names`` are the local ones."""
    if depth > MAX_DEPTH:
        return OPEN
    deeper = depth + 1
    match node:
        case p.Constant(value=value):
            return Sure(value)
        case p.Name(id=name):
            return names.get(name, Vague(Level.CONFIGURED))
        case p.Awaited(value=inner):
            return seen(inner, names, deeper)
        case p.Attribute(value=owner, name=name):
            return attribute(seen(owner, names, deeper), name)
        case p.Subscript(value=owner, key=key):
            return item(seen(owner, names, deeper), seen(key, names, deeper))
        case p.Call():
            return called(node, names, deeper)
        case p.Unary(operator="not", operand=operand):
            return negated(seen(operand, names, deeper))
        case p.Boolean(operator=operator, operands=operands):
            return joined(operator, [seen(each, names, deeper) for each in operands])
        case p.Compare(left=left, rest=((operator, right),)):
            return compared(seen(left, names, deeper), operator, seen(right, names, deeper))
        case p.Sequence(items=items):
            return collected([seen(each, names, deeper) for each in items])
        case p.Conditional(test=test, then=then, otherwise=otherwise):
            return chosen(*(seen(each, names, deeper) for each in (test, then, otherwise)))
        case p.Walrus(name=name_node, value=inner):
            names[name_node.id] = seen(inner, names, deeper)
            return names[name_node.id]
        case _:
            return mixed(inside(node, names, deeper))


def inside(node: p.Node, names: Names, depth: int) -> Iterator[Value]:
    """The values of the parts of a node that is not understood as a whole."""
    waiting: list[object] = [PARTS[type(node)](node)]
    while waiting:
        current = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend(current)
        elif isinstance(current, p.Argument | p.Clause | p.Parameter):
            waiting.append(PARTS[type(current)](current))
        elif isinstance(current, p.Expression):
            yield seen(current, names, depth)


def called(node: p.Call, names: Names, depth: int) -> Value:
    given = [seen(each.value, names, depth) for each in node.arguments]
    code = names.get(dotted(node.function) or "")
    if isinstance(code, Code):
        return given_by(code.run(given, names))
    match node.function:
        case p.Name(id="bool") if len(given) == 1:
            return negated(negated(given[0]))
        case p.Attribute(value=inner, name=method):
            owner = seen(inner, names, depth)
            return of_method(owner, method, given)
        case _ if last_word(node.function) in CONNECTIONS:
            return Part.ANY if Part.ANY in given else Part.REQUEST
        case _:
            found = mixed(given)
            return found if found.level is Level.PATH else OPEN


def of_method(owner: Value, method: str, given: list[Value]) -> Value:
    first = given[0] if given else OPEN
    if method == "get_header" and owner is Part.REQUEST and absent(first):
        return ABSENT
    if method in OF_COOKIES and owner is Part.HANDLER:
        return ABSENT
    if method == "get" and owner in {Part.SCOPE, Part.ANY}:
        return item(owner, first)
    if method == "get" and lacks(owner, first):
        default = given[1] if len(given) > 1 else Sure(None)
        return Sure(default.value, told=True) if isinstance(default, Sure) else default
    match owner, method, given:
        case Sure(value=str(text), told=told), "lower" | "upper" | "strip", []:
            return Sure({"lower": text.lower(), "upper": text.upper()}.get(method), told)
        case Sure(value=str(text), told=told), "startswith", [Sure(value=str(start))]:
            return Sure(text.startswith(start), told)
        case _:
            found = mixed((owner, *given))
            return found if found.level is Level.PATH else OPEN
