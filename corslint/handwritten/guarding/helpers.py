"""The functions of a module that its guards ask: what they say of a preflight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corslint import program as p
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.guarding.values import OPEN, Code, Exit, Names, Part, Sure, Value
from corslint.handwritten.guarding.ways import exits
from corslint.handwritten.outline import Outline

COLLECTIONS = frozenset({"frozenset", "list", "set", "tuple"})
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
    """What a module calls texts, and lists of them: the names of headers, of methods."""
    found: Names = {}
    for statement in outline.body:
        match statement:
            case p.Assign(targets=(p.Name(id=name),), value=value) if value is not None:
                if (constant := constant_of(value)) is not None:
                    found[name] = constant
            case _:
                pass
    added = (each.target for each in outline.nodes if isinstance(each, p.Augment))
    bound = Counter(
        node.id
        for target in (*(each.targets for each in outline.assigns), *added)
        for node in walk(target)
        if isinstance(node, p.Name)
    )
    return {name: value for name, value in found.items() if bound[name] == 1}


def constant_of(node: p.Expression) -> Sure | None:
    """A text, or a collection of texts: ``frozenset({"PUT", "POST"})``."""
    match node:
        case p.Constant(value=str(text)):
            return Sure(text)
        case p.Sequence(items=items):
            texts = [x.value for x in items if isinstance(x, p.Constant)]
            return Sure(tuple(texts)) if len(texts) == len(items) else None
        case p.Call(function=p.Name(id=name), arguments=(only,)) if name in COLLECTIONS:
            return constant_of(only.value)
        case _:
            return None
