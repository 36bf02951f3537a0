"""The routes that a policy is for, where route decorators take an option about CORS."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.reaching import led_to
from corslint.evaluate.settle import as_text
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.evaluate.things import Called, Member, Returned, Stored, Thing
from corslint.libraries.kit.project import others
from corslint.libraries.kit.uses import Use

OPTION = "cors"
MORE = frozenset({"include_router", "register_blueprint"})
"""Methods that bring in the routes of others."""


@dataclass(frozen=True, slots=True)
class Route:
    """A decorated function; no ``path`` where it is not written out.

    ``out``: it says ``cors=False``. ``told``: it says something about CORS.
    """

    path: str | None
    out: bool
    told: bool


def path_of(call: Called) -> tuple[str, ...]:
    """The path of one route."""
    named = (call.arguments.keyword(name) for name in ("path", "rule"))
    given = [*call.arguments.positional[:1], *(each.value for each in named if each)]
    text = as_text(given[0]) if given else None
    return (text,) if text else ()


def served(use: Use, methods: Collection[str]) -> tuple[str, ...]:
    """The paths of the routes that are given what a call made; () where others may be."""
    found: dict[str, None] = {}
    for path in use.variant.paths:
        for event in path.events:
            match event:
                case Called(callee=Member(name=name)) if name in methods:
                    each = event.arguments.keyword(OPTION)
                    if each is not None and made_by(use, each.value):
                        at = path_of(event)
                        if not at:
                            return ()
                        found |= dict.fromkeys(at)
                case Called(arguments=arguments):
                    if any(made_by(use, each) for each in arguments.everything()):
                        return ()
                case Stored(value=value) | Returned(value=value) if made_by(use, value):
                    return ()
                case _:
                    pass
    return tuple(found) if found and apart(use.study) else ()


def made_by(use: Use, thing: Thing) -> bool:
    return thing.trace.span == use.call.result.trace.span


def routes(body: p.Block, methods: Collection[str]) -> Iterator[Route]:
    """Every decorated function of a file that may be a route."""
    for node in walk(body):
        for each in node.decorators if isinstance(node, p.Function) else ():
            match each:
                case p.Call(function=p.Attribute(name=name), arguments=arguments):
                    if name in methods:
                        yield route(arguments)
                case _:
                    pass


def route(arguments: tuple[p.Argument, ...]) -> Route:
    said = [each.value for each in arguments if each.name == OPTION]
    out = any(isinstance(each, p.Constant) and each.value is False for each in said)
    match arguments[:1]:
        case (p.Argument(name=None, star="", value=p.Constant(value=str(path))),):
            return Route(path, out, bool(said))
        case _:
            return Route(None, out, bool(said))


def remaining(
    study: Study | None, methods: Collection[str], shared: bool
) -> tuple[str, ...] | None:
    """The routes that a policy for all of them is for, where some opt out.

    Empty where all do; None where none does, or where there may be other routes.
    ``shared``: those that ask for CORS themselves are answered by it, too.
    """
    found = list(routes(study.program.body, methods)) if study else []
    left = [each.path for each in found if not (each.out if shared else each.told)]
    if study is None or not any(each.out for each in found) or None in left:
        return None
    if takes_more(study.program.body) or not apart(study):
        return None
    return tuple(dict.fromkeys(path for path in left if path is not None))


def takes_more(body: p.Block) -> bool:
    return any(isinstance(node, p.Attribute) and node.name in MORE for node in walk(body))


def apart(study: Study | None) -> bool:
    """Whether no other file of the project imports this one."""
    if study is None:
        return False
    beside = others(study.tree.workspace, study.source.path)
    return beside is not None and not any(
        study.source.path in led_to(study.tree, each.path) for each in beside
    )
