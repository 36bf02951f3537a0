"""What a file says about routes: those of decorated functions, and of blueprints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.source import Span

ROUTES = frozenset({"route", "get", "post", "put", "patch", "delete"})
OPEN = "..."


@dataclass(frozen=True, slots=True)
class View:
    """The routes of a function, or its name; not ``attached`` when none comes to it.

    ``options`` is whether one of them takes the method OPTIONS, None where it is not told.
    """

    routes: tuple[str, ...]
    attached: bool
    options: bool | None = None


def viewed(study: Study, span: Span) -> View | None:
    """The function that the decorator at ``span`` stands on."""
    path = study.source.path

    def look() -> dict[Span, View]:
        return {
            Span(path, *decorator.at): view(node, index)
            for node in walk(study.program.body)
            if isinstance(node, p.Function)
            for index, decorator in enumerate(node.decorators)
        }

    return study.tree.workspace.once(("flask views", path), look).get(span)


def view(function: p.Function, index: int) -> View:
    """Decorators apply from the bottom up: a route below this one never sees it."""
    before, after = function.decorators[:index], function.decorators[index:]
    above = tuple(route for each in before for route in routes(each))
    below = any(True for each in after for _ in routes(each))
    takes = [each for one in before for _ in routes(one) for each in (options_in(one),)]
    options = True if True in takes else None if None in takes or not takes else False
    return View(above or (f"{function.name}()",), bool(above) or not below, options)


def options_in(decorator: p.Expression) -> bool | None:
    """Whether a route names OPTIONS among its ``methods``."""
    match decorator:
        case p.Call(arguments=arguments):
            given = next((each.value for each in arguments if each.name == "methods"), None)
        case _:
            return None
    match given:
        case None:
            return False
        case p.Sequence(items=items):
            known = [x.value for x in items if isinstance(x, p.Constant)]
            named = any(str(each).upper() == "OPTIONS" for each in known)
            return named or (None if len(known) < len(items) else False)
        case _:
            return None


def routes(decorator: p.Expression) -> Iterator[str]:
    match decorator:
        case p.Call(function=p.Attribute(name=name), arguments=arguments):
            if name in ROUTES:
                rules = (each.value for each in arguments if each.name in (None, "rule"))
                yield next(map(rule, rules), OPEN)
        case _:
            pass


def rule(node: p.Expression) -> str:
    match node:
        case p.Constant(value=str(text)):
            return text
        case _:
            return OPEN


def prefixes(study: Study) -> dict[str, str]:
    """Where the names that blueprints have in a file are mounted, by register_blueprint."""

    def look() -> dict[str, str]:
        found: dict[str, str] = {}
        for node in walk(study.program.body):
            match node:
                case p.Call(
                    function=p.Attribute(name="register_blueprint"),
                    arguments=(p.Argument(value=p.Name(id=name)), *rest),
                ):
                    texts = (rule(each.value) for each in rest if each.name == "url_prefix")
                    found.update((name, text) for text in texts if text != OPEN)
                case _:
                    pass
        return found

    return study.tree.workspace.once(("flask prefixes", study.source.path), look)
