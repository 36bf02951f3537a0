"""What a name from elsewhere stands for: modules, classes, objects of the scanned tree."""

from __future__ import annotations

from corslint.evaluate.machine import MAX_CHAIN, Filled, Machine
from corslint.evaluate.things import (
    Const,
    Frame,
    Instance,
    Klass,
    Modelled,
    ModuleThing,
    Symbol,
    Thing,
    Trace,
)
from corslint.evaluate.values.copies import marked

MAX_LINEAGE = 30
ANY = "*"
"""Stands for all attributes of an object that are set under names that are not known."""


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
            case Modelled(kind="namespace" | "member", parts=parts):
                return parts.get(name) or parts.get(ANY)
            case _:
                return None

    def attribute_of(self, owner: Instance, name: str) -> Thing | None:
        """An attribute that was set, that ``__init__`` sets, or of the class; in order."""
        if name not in owner.attributes and name not in owner.asked:
            owner.asked.add(name)
            if ANY not in owner.attributes:
                self.initialise(owner, name)
            else:
                owner.attributes[name] = owner.attributes[ANY]
        found = owner.attributes.get(name) or self.class_attribute(owner.klass, name)
        return found and marked(found, owner.trace.variables)

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
            if name not in frame.names and (found := self.starred(module, name)):
                frame.names[name] = found
        return frame.names.get(name)

    def starred(self, module: ModuleThing, name: str) -> Thing | None:
        """A name that ``from m import *`` brings; the last such import decides."""
        if name.startswith("_"):
            return None
        for prefix in reversed(self.universe.stars(module.path)):
            path = self.universe.find(module.path, prefix)
            if path is not None and path != self.main:
                found = self.global_of(self.module(path, module.trace), name)
                if found is not None:
                    return found
        return None

    def fill(self, module: ModuleThing, name: str, frame: Frame) -> None:
        """Set a global by running what matters to it, or from a run that went this way."""
        known = self.universe.shared.setdefault((module.path, name), [])
        found = self.oracle.follow(known)
        if found is None:
            start, before = len(self.oracle.log), self.reads
            self.reads = set()
            kept = self.universe.kept(module.path, frozenset({name}))
            try:
                self.run_aside(self.universe.body(module.path), frame, kept)
            finally:
                reads, self.reads = self.reads, before | self.reads
            found = Filled(frame.names.get(name), frozenset(reads)).copied()
            known.append((tuple(self.oracle.log[start:]), found))
        self.reads |= found.reads
        if (thing := found.copied().thing) is not None:
            frame.names[name] = thing

    def class_attribute(self, klass: Klass, name: str) -> Thing | None:
        """An attribute of a class or of the bases that the tree holds, in order."""
        for each in self.lineage(klass):
            if (
                isinstance(each, Klass)
                and (found := each.frame.names.get(name)) is not None
            ):
                return marked(self.field(klass, name, found), klass.trace.variables)
        return None

    def lineage(self, klass: Klass) -> list[Thing]:
        """A class and its bases in the order in which attributes are looked up.

        Bases from outside the tree stand there as the things that they are.
        """
        known = self.lineages.get(id(klass))
        if known is None or known[0] is not klass:
            known = self.lineages[id(klass)] = klass, self.all_bases(klass)
        return known[1]

    def all_bases(self, klass: Klass) -> list[Thing]:
        found: list[Thing] = []
        waiting: list[Thing] = [klass]
        while waiting and len(found) < MAX_LINEAGE:
            current = waiting.pop(0)
            found.append(current)
            if isinstance(current, Klass):
                waiting[:0] = map(self.resolve, current.bases)
        last = {origin(each): index for index, each in enumerate(found)}
        return [each for index, each in enumerate(found) if last[origin(each)] == index]


def origin(base: Thing) -> object:
    """Which class it is: one that several classes derive from is looked at last."""
    match base:
        case Klass(node=node, frame=frame):
            return frame.module.path, node.at
        case Symbol(name=name):
            return name
        case _:
            return id(base)
