"""Options that are set on what a call gave: ``server.eio.cors_allowed_origins = [...]``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from corslint.evaluate.settle import fingerprint, for_development, tests_of
from corslint.evaluate.things import Const, Member, Path, Stored, Thing
from corslint.evaluate.variants import Variant, common
from corslint.libraries.kit.uses import Given, Use, at_home


def as_set(use: Use, made: Thing, options: Collection[str], holder: str) -> Iterator[Use]:
    """A use as it is in the end, once for each outcome that its ways come to.

    ``options`` are attributes of ``made``, or of what it keeps as ``holder`` (dotted).
    """
    found: dict[object, tuple[dict[str, Given], list[Path]]] = {}
    for path in use.variant.paths:
        changed = {
            name: at_home(given, use.call)
            for name, given in changes(path, made, options, holder)
        }
        key = tuple((name, fingerprint(each.thing)) for name, each in changed.items())
        found.setdefault(key, (changed, []))[1].append(path)
    for changed, paths in found.values():
        variant = use.variant if len(found) == 1 else narrowed(use.variant, paths)
        passed = replace(use.passed, given={**use.given, **changed})
        yield replace(use, variant=variant, passed=passed)


def changes(
    path: Path, made: Thing, options: Collection[str], holder: str
) -> Iterator[tuple[str, Given]]:
    for event in path.events:
        match event:
            case Stored(target, Const(value=str(name)), value, attribute=True):
                if name in options and belongs(target, made, holder):
                    yield name, Given(value, event.statement)
            case _:
                pass


def belongs(target: Thing, made: Thing, holder: str) -> bool:
    """Whether an object is what a call made, or the holder in it."""
    names: list[str] = []
    while isinstance(target, Member):
        names.insert(0, target.name)
        target = target.owner
    return target.trace.span == made.trace.span and ".".join(names) == holder


def narrowed(variant: Variant, paths: list[Path]) -> Variant:
    decisions = common([path.decisions for path in paths])
    return replace(
        variant,
        paths=tuple(paths),
        tests=tests_of(decisions),
        development=for_development(decisions),
    )
