"""What functions, classes and imports bind."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.assigning import Assigning
from corslint.evaluate.things import (
    Frame,
    Func,
    Klass,
    ModuleThing,
    Symbol,
)


class Defining(Assigning):
    """Runs definitions and imports."""

    def on_function(self, node: p.Function, frame: Frame) -> None:
        if not node.decorators:
            self.bind(node.name, Func(node, frame, self.trace(node.at, frame)), frame)
            return
        for decorator in self.universe.decorators(frame.module.path, node):
            self.evaluate(decorator, frame)
        if not any(map(changes_property, node.decorators)):
            self.bind(node.name, Func(node, frame, self.trace(node.at, frame)), frame)

    def on_class(self, node: p.Class, frame: Frame) -> None:
        bases = tuple(
            self.evaluate(base.value, frame) for base in node.bases if not base.name
        )
        inner = Frame({}, frame.module, frame, kind="class")
        self.run(node.body, inner)
        for decorator in self.universe.decorators(frame.module.path, node):
            self.evaluate(decorator, frame)
        self.bind(node.name, Klass(node, inner, bases, self.trace(node.at, frame)), frame)

    def on_import(self, node: p.Import, frame: Frame) -> None:
        for name, alias in node.names:
            dotted_name = name if alias else name.partition(".")[0]
            symbol = Symbol(dotted_name, self.trace(node.at, frame), frame.module.path)
            self.bind(alias or dotted_name, symbol, frame)

    def on_importfrom(self, node: p.ImportFrom, frame: Frame) -> None:
        prefix = "." * node.level + node.module
        joiner = "" if not prefix or prefix.endswith(".") else "."
        for name, alias in node.names:
            if name == "*":
                self.import_all(prefix, node, frame)
            else:
                trace = self.trace(node.at, frame)
                symbol = Symbol(f"{prefix}{joiner}{name}", trace, frame.module.path)
                self.bind(alias or name, symbol, frame)

    def import_all(self, prefix: str, node: p.ImportFrom, frame: Frame) -> None:
        """``from m import *``: every global of a module of this tree."""
        path = self.universe.find(frame.module.path, prefix)
        if path is None or path in self.loading:
            return
        self.loading.add(path)
        module = ModuleThing(path, None, self.trace(node.at, frame))
        module.frame = Frame({}, module)
        kept = self.universe.kept(path, frozenset({"*"}))
        self.run_aside(self.universe.body(path), module.frame, kept)
        self.loading.discard(path)
        for name, value in module.frame.names.items():
            if not name.startswith("_"):
                self.bind(name, value, frame)


def changes_property(decorator: p.Expression) -> bool:
    """``@name.setter``: what reads the property stays."""
    return isinstance(decorator, p.Attribute) and decorator.name in {"setter", "deleter"}
