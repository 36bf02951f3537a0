"""Names that another file defines, each looked up once in a run of its own."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.oracle import ExhaustedError
from corslint.evaluate.relevance import walk
from corslint.evaluate.running import Run
from corslint.evaluate.study import Study
from corslint.evaluate.things import ModuleThing, Symbol, Thing, Unknown


def named(study: Study, symbol: Symbol) -> Thing:
    """What an import stands for; the symbol itself where this tree does not hold it."""

    def look() -> Thing:
        try:
            return Run(study.tree, (), None).resolve(symbol)
        except (ExhaustedError, RecursionError):
            return symbol

    return study.tree.workspace.once(("flask import", symbol.path, symbol.name), look)


def attribute(study: Study, owner: Thing, name: str) -> Thing | None:
    """An attribute of a class, an object or a module; unknown where branches decide it."""
    path = owner.path if isinstance(owner, ModuleThing) else owner.trace.span.path
    if path == study.source.path:
        return looked_up(study, owner, name)
    place = path if isinstance(owner, ModuleThing) else owner.trace.span
    key = ("flask attribute", place, name)
    return study.tree.workspace.once(key, lambda: looked_up(study, owner, name))


def looked_up(study: Study, owner: Thing, name: str) -> Thing | None:
    run = Run(study.tree, (), None)
    try:
        found = run.member_of(owner, name)
        found = None if found is None else run.concrete(found)
    except (ExhaustedError, RecursionError):
        return Unknown("it takes too long to follow", owner.trace)
    if found is None or not run.oracle.decisions:
        return found
    return Unknown(f"it depends on `{run.oracle.decisions[0].text}`", found.trace)


def mentioned(study: Study, word: str) -> str | None:
    """The first of the modules that a file imports whose text holds ``word``."""
    tree = study.tree
    for name in imports(study.program.body):
        path = tree.find(study.source.path, name)
        source = None if path is None else tree.workspace.source(path)
        if source is not None and word in source.text:
            return source.path
    return None


def imports(body: p.Block) -> Iterator[str]:
    """The modules that a file may import, at any depth."""
    for node in walk(body):
        match node:
            case p.Import(names=names):
                yield from (name for name, _ in names)
            case p.ImportFrom(module=module, level=level, names=names):
                prefix = "." * level + module
                yield prefix
                joiner = "" if not prefix or prefix.endswith(".") else "."
                yield from (f"{prefix}{joiner}{name}" for name, _ in names)
            case _:
                pass
