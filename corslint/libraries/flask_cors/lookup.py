"""Names that another file defines, each looked up once in a run of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.running import Run
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.evaluate.things import NOTHING, ModuleThing, Symbol, Thing, Unknown
from corslint.evaluate.ways.oracle import ExhaustedError


class Found(NamedTuple):
    """What a name stands for, and the environment variables that were read for that."""

    thing: Thing | None
    reads: frozenset[str] = NOTHING


def named(study: Study, symbol: Symbol) -> Thing:
    """What an import stands for; the symbol itself where this tree does not hold it."""

    def look() -> Found:
        run = Run(study.tree, (), None)
        try:
            return Found(run.resolve(symbol), frozenset(run.reads))
        except (ExhaustedError, RecursionError):
            return Found(symbol)

    found = study.tree.once(("flask import", symbol.path, symbol.name), look)
    study.reads |= found.reads
    return found.thing or symbol


def attribute(study: Study, owner: Thing, name: str) -> Thing | None:
    """An attribute of a class, an object or a module; unknown where branches decide it."""
    path = owner.path if isinstance(owner, ModuleThing) else owner.trace.span.path
    if path == study.source.path:
        found = looked_up(study, owner, name)
    else:
        place = path if isinstance(owner, ModuleThing) else owner.trace.span
        key = ("flask attribute", place, name)
        found = study.tree.once(key, lambda: looked_up(study, owner, name))
    study.reads |= found.reads
    return found.thing


def looked_up(study: Study, owner: Thing, name: str) -> Found:
    run = Run(study.tree, (), None)
    try:
        found = run.member_of(owner, name)
        found = None if found is None else run.concrete(found)
    except (ExhaustedError, RecursionError):
        return Found(Unknown("it takes too long to follow", owner.trace))
    reads = frozenset(run.reads)
    if found is None or not run.oracle.decisions:
        return Found(found, reads)
    reason = f"it depends on `{run.oracle.decisions[0].text}`"
    return Found(Unknown(reason, found.trace), reads)


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
