"""What a name from elsewhere stands for: modules, classes, objects of the scanned tree."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.copies import retraced
from corslint.evaluate.machine import MAX_CHAIN, Filled, Machine
from corslint.evaluate.relevance import words
from corslint.evaluate.things import (
    Const,
    Frame,
    Func,
    Instance,
    Klass,
    ModuleThing,
    Symbol,
    Thing,
    Trace,
    Unknown,
)


class Imports(Machine):
    """Follows imports and attributes into the tree, running no more than they need."""

    def concrete(self, thing: Thing) -> Thing:
        """What an import stands for where the scanned tree holds it; else the thing.

        Classes and functions keep their symbol: extractors know them by name.
        """
        found = self.resolve(thing)
        if isinstance(thing, Symbol) and isinstance(found, (Klass, ModuleThing)):
            return thing
        return found

    def resolve(self, thing: Thing) -> Thing:
        for _ in range(MAX_CHAIN):
            if not isinstance(thing, Symbol) or not thing.path:
                return thing
            key = (thing.path, thing.name)
            if key not in self.imports:
                self.imports[key] = (
                    None  # for the time that it takes: imports may be circular
                )
                self.imports[key] = self.imported(thing)
            found = self.imports[key]
            if found is None:
                return thing
            thing = found
        return thing

    def imported(self, symbol: Symbol) -> Thing | None:
        """The module, or the global of a module, that a symbol names in this tree."""
        if path := self.universe.find(symbol.path, symbol.name):
            return self.module(path, symbol.trace)
        owner, _, name = symbol.name.rpartition(".")
        if not owner:
            return None
        parent = self.resolve(Symbol(owner, symbol.trace, symbol.path))
        return None if isinstance(parent, Symbol) else self.member_of(parent, name)

    def member_of(self, owner: Thing, name: str) -> Thing | None:
        """An attribute that the tree itself defines, or None."""
        match owner:
            case ModuleThing():
                return self.global_of(owner, name)
            case Klass():
                return self.class_attribute(owner, name)
            case Instance():
                return self.attribute_of(owner, name)
            case _:
                return None

    def attribute_of(self, owner: Instance, name: str) -> Thing | None:
        """An attribute that was set, that ``__init__`` sets, or of the class; in order."""
        if name not in owner.attributes and name not in owner.asked:
            owner.asked.add(name)
            self.initialise(owner, name)
        return owner.attributes.get(name) or self.class_attribute(owner.klass, name)

    def module(self, path: str, trace: Trace) -> ModuleThing:
        if path not in self.modules:
            self.modules[path] = ModuleThing(path, None, trace)
        return self.modules[path]

    def global_of(self, module: ModuleThing, name: str) -> Thing | None:
        """A global name of another module: runs just what matters to that name, once."""
        frame = module.frame or Frame({}, module)
        module.frame = frame
        mark = f"<{name}>"
        if name not in frame.names and mark not in frame.names:
            frame.names[mark] = Const(None, module.trace)
            self.fill(module, name, frame)
        return frame.names.get(name)

    def fill(self, module: ModuleThing, name: str, frame: Frame) -> None:
        """Set a global by running what matters to it, or from a run that went this way."""
        known = self.universe.shared.setdefault((module.path, name), [])
        found = self.oracle.follow(known)
        if found is None:
            start = len(self.oracle.log)
            kept = self.universe.kept(module.path, frozenset({name}))
            self.run_aside(self.universe.body(module.path), frame, kept)
            found = Filled(frame.names.get(name)).copied()
            known.append((tuple(self.oracle.log[start:]), found))
        if (thing := found.copied().thing) is not None:
            frame.names[name] = thing

    def class_attribute(self, klass: Klass, name: str) -> Thing | None:
        """An attribute of a class or of the bases that the tree holds, in order."""
        waiting: list[Thing] = [klass]
        for _ in range(MAX_CHAIN):
            if not waiting:
                return None
            current = waiting.pop(0)
            if isinstance(current, Klass):
                if (found := current.frame.names.get(name)) is not None:
                    return self.field(klass, name, found)
                waiting += [self.resolve(base) for base in current.bases]
        return None

    def field(self, klass: Klass, name: str, value: Thing) -> Thing:
        """A class attribute; in a pydantic settings class, the default of a variable.

        ``BaseSettings`` of pydantic 1 and pydantic-settings 2 validates defaults too, so a
        class with validators may turn the default into anything.
        """
        if isinstance(value, (Func, Klass)) or not is_settings(klass):
            return value
        marks = value.trace._replace(variables=value.trace.variables | {name.upper()})
        if has_validators(klass.node):
            return Unknown(f"a validator may change `{name}`", marks, (marks.span, name))
        return retraced(value, marks)


def is_settings(klass: Klass) -> bool:
    """Whether a class, or a base at hand, derives from a ``BaseSettings`` from outside."""
    waiting: list[Thing] = [klass]
    for _ in range(MAX_CHAIN):
        if not waiting:
            return False
        match waiting.pop(0):
            case Klass(bases=bases):
                waiting += bases
            case Symbol(name=name) if name.rpartition(".")[2] == "BaseSettings":
                return True
            case _:
                pass
    return False


def has_validators(node: p.Class) -> bool:
    return any(
        "validator" in word
        for statement in node.body
        if isinstance(statement, p.Function)
        for word in words(statement.decorators)
    )
