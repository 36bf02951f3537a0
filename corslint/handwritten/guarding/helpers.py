"""The functions of a module that its guards ask: what they say of a preflight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corslint import program as p
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.guarding.values import OPEN, Code, Exit, Names, Part, Sure, Value
from corslint.handwritten.guarding.ways import exits
from corslint.handwritten.outline import Outline

MAX_RUNS = 40
MAX_DEPTH = 3
UNKNOWN = (Exit((1, 1, 1, 1), None, False, value=OPEN),)


@dataclass(eq=False)
class Helpers:
    """Runs functions of a module, within bounds; ``names`` are what they find there."""

    names: Names
    runs: int = 0
    depth: int = 0
    known: dict[object, Sequence[Exit]] = field(default_factory=dict)

    def code(self, function: p.Function, skip: int = 0) -> Code:
        """``skip`` is how many parameters are passed by nobody's hand: ``self``."""
        taken = [each.name for each in function.parameters[skip:]]

        def run(given: Sequence[Value], around: Names) -> Sequence[Exit]:
            names = {**self.names, **dict(shared(around)), **dict.fromkeys(taken, OPEN)}
            names.update(zip(taken, given, strict=False))
            return self.once(function, names)

        return Code(run)

    def once(self, function: p.Function, names: Names) -> Sequence[Exit]:
        key = function.at, tuple((name, spelled(each)) for name, each in names.items())
        if key not in self.known:
            if self.depth >= MAX_DEPTH or self.runs >= MAX_RUNS:
                return UNKNOWN
            self.runs += 1
            self.depth += 1
            self.known[key] = exits(function, names, nobody) or UNKNOWN
            self.depth -= 1
        return self.known[key]


def nobody(_: object) -> bool:
    return False


def spelled(value: Value) -> object:
    return repr(value.value) if isinstance(value, Sure) else value


def shared(around: Names) -> Iterator[tuple[str, Value]]:
    """What names are in every function: the request, where it is a global, and others."""
    for name, value in around.items():
        if isinstance(value, Part | Code):
            yield name, value


def names_in(outline: Outline, methods: Iterable[p.Function] = ()) -> Names:
    """What a module gives names to: texts, functions, and the methods of one class."""
    names = constants(outline)
    helpers = Helpers(dict(names))
    plain = [each for each in outline.body if isinstance(each, p.Function)]
    for function in plain:
        if not function.decorators:
            names[function.name] = helpers.code(function)
    for method in methods:
        if not method.decorators:
            names[f"self.{method.name}"] = helpers.code(method, 1)
    return names


def constants(outline: Outline) -> Names:
    """The texts that a module gives names to, such as the name of a header."""
    found: Names = {}
    for statement in outline.body:
        match statement:
            case p.Assign(targets=(p.Name(id=name),), value=p.Constant(value=str(text))):
                found[name] = Sure(text)
            case _:
                pass
    rebound = {
        node.id
        for each in outline.assigns
        if not isinstance(each.value, p.Constant)
        for node in walk(each.targets)
        if isinstance(node, p.Name)
    }
    return {name: value for name, value in found.items() if name not in rebound}
