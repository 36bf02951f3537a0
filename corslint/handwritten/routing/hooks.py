"""What runs around the routes of an application: hooks and middleware of the same file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from corslint import program as p
from corslint.evaluate.naming import dotted, last_word
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.things import Const
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.frameworks import (
    AIOHTTP,
    BOTTLE,
    FLASK,
    STARLETTE,
    Framework,
    of_maker,
)
from corslint.handwritten.routing.returned import is_response
from corslint.handwritten.routing.routes import Owner, Site
from corslint.handwritten.routing.surroundings import DISPATCHING
from corslint.handwritten.routing.ways import End, Way


class Kind(Enum):
    """When a hook runs and what it can do.

    BEFORE may answer instead of the view, AFTER gets every response, AROUND calls the rest
    itself.
    """

    BEFORE = "before"
    AFTER = "after"
    AROUND = "around"


@dataclass(frozen=True, slots=True, eq=False)
class Hook:
    """A function that runs for every request to an application or to a router.

    ``owner`` is its name in the file. Not ``whole`` when it is a router.
    """

    entry: Entry
    kind: Kind
    framework: Framework
    owner: str
    whole: bool

    def covers(self, site: Site) -> bool:
        """A hook of an application covers the routers of the file as well."""
        same = site.framework is self.framework
        return same and (self.whole or site.owner in {self.owner, ""})


DECORATED = {
    "after_request": (FLASK, Kind.AFTER),
    "after_app_request": (FLASK, Kind.AFTER),
    "before_request": (FLASK, Kind.BEFORE),
    "before_app_request": (FLASK, Kind.BEFORE),
}
BOTTLE_HOOKS = {"after_request": Kind.AFTER, "before_request": Kind.BEFORE}
AIOHTTP_MARKS = frozenset({"aiohttp.web.middleware", "aiohttp.web_middlewares.middleware"})


def hooks(outline: Outline, known: dict[str, Owner]) -> Iterator[Hook]:
    for entry in outline.functions:
        function = entry.function
        for decorator in function.decorators if function else ():
            yield from by_decorator(outline, known, decorator, entry)
        if entry.klass is not None and entry.chain[-1].name == "dispatch":
            bases = [outline.full(base.value) for base in entry.klass.bases]
            if DISPATCHING in bases:
                yield Hook(entry, Kind.AROUND, STARLETTE, "", True)
    for call in outline.calls:
        yield from by_call(outline, known, call)


def by_decorator(
    outline: Outline, known: dict[str, Owner], node: p.Expression, entry: Entry
) -> Iterator[Hook]:
    if outline.full(node) in AIOHTTP_MARKS:
        yield Hook(entry, Kind.AROUND, AIOHTTP, "", True)
    match node:
        case p.Attribute(value=owner, name=name) if name in DECORATED:
            yield made(known, entry, DECORATED[name], owner, name)
        case p.Call(function=p.Attribute(value=owner, name="middleware")):
            yield made(known, entry, (STARLETTE, Kind.AROUND), owner)
        case p.Call(
            function=p.Name(id="hook") | p.Attribute(name="hook") as function,
            arguments=(p.Argument(value=p.Constant(value=str(text))),),
        ) if text in BOTTLE_HOOKS:
            owner = function.value if isinstance(function, p.Attribute) else function
            yield made(known, entry, (BOTTLE, BOTTLE_HOOKS[text]), owner)
        case _:
            pass


def by_call(outline: Outline, known: dict[str, Owner], call: p.Call) -> Iterator[Hook]:
    """``app.after_request(f)``, ``app.on_response_prepare.append(f)``, ``dispatch=f``."""
    match call.function:
        case p.Attribute(value=owner, name=name) if name in DECORATED:
            for entry in handed(outline, call):
                yield made(known, entry, DECORATED[name], owner, name)
        case p.Attribute(value=p.Attribute(value=owner, name="on_response_prepare")):
            for entry in handed(outline, call):
                yield made(known, entry, (AIOHTTP, Kind.AFTER), owner)
        case p.Attribute(value=owner, name="add_hook"):
            first = call.arguments[0].value if call.arguments else None
            text = first.value if isinstance(first, p.Constant) else None
            kind = BOTTLE_HOOKS.get(str(text))
            for entry in handed(outline, call) if kind else ():
                yield made(known, entry, (BOTTLE, kind or Kind.AFTER), owner)
        case p.Attribute(value=owner, name="add_middleware"):
            if any(argument.name == "dispatch" for argument in call.arguments):
                for entry in handed(outline, call):
                    yield made(known, entry, (STARLETTE, Kind.AROUND), owner)
        case p.Call(function=p.Attribute(value=owner, name="middleware")):
            for entry in handed(outline, call):
                yield made(known, entry, (STARLETTE, Kind.AROUND), owner)
        case _:
            yield from by_dependency(outline, call)


def by_dependency(outline: Outline, call: p.Call) -> Iterator[Hook]:
    """``FastAPI(dependencies=[Depends(f)])``; an object is known by its ``__call__``."""
    if of_maker(outline.full(call.function)) != (STARLETTE, True):
        return
    for argument in call.arguments:
        if argument.name == "dependencies" and isinstance(argument.value, p.Sequence):
            wanted = {each for item in argument.value.items for each in depended(item)}
            for entry in outline.functions:
                klass = entry.klass.name if entry.klass else None
                own = entry.chain[-1].name
                if (klass if own == "__call__" else own) in wanted:
                    yield Hook(entry, Kind.BEFORE, STARLETTE, "", True)


def depended(item: p.Expression) -> Iterator[str]:
    """The name of what ``Depends(f)`` or ``Depends(C())`` is given."""
    if isinstance(item, p.Call):
        yield from (last_word(each.value) for each in item.arguments[:1])


def handed(outline: Outline, call: p.Call) -> Iterator[Entry]:
    for argument in call.arguments:
        if isinstance(argument.value, p.Name):
            for entry in outline.functions:
                if entry.chain[-1].name == argument.value.id and entry.klass is None:
                    yield entry


def made(
    known: dict[str, Owner],
    entry: Entry,
    what: tuple[Framework, Kind],
    owner: p.Expression,
    name: str = "",
) -> Hook:
    """A hook of an owner that the file does not make is taken to cover everything."""
    place = dotted(owner) or ""
    whole = place not in known or known[place].whole or "app_request" in name
    return Hook(entry, what[1], what[0], place, whole)


def answers_itself(entry: Entry) -> bool:
    """Whether a function may end OPTIONS requests by itself: it names the method."""
    for node in walk(entry.function.body if entry.function else ()):
        match node:
            case p.Constant(value="OPTIONS" | "options"):
                return True
            case _:
                pass
    return False


def may_answer(hook: Hook) -> bool:
    """Whether OPTIONS may end in a hook; a dependency of FastAPI can only raise."""
    function = hook.entry.function
    depends = hook.kind is Kind.BEFORE and hook.framework is STARLETTE
    raises = function and any(isinstance(n, p.Raise) for n in walk(function.body))
    return answers_itself(hook.entry) and (not depends or bool(raises))


def decided(hook: Hook, way: Way) -> bool:
    """Whether a way through a hook is known to answer, or to leave it to the rest."""
    if way.end is End.RAISES:
        return False
    nothing = way.returned is None or isinstance(way.returned.value, Const)
    return hook.kind is not Kind.BEFORE or nothing or is_response(way)


def tries(hook: Hook) -> bool:
    """Whether a hook may catch what the framework raises."""
    function = hook.entry.function
    return function is None or any(isinstance(n, p.Try) for n in walk(function.body))
