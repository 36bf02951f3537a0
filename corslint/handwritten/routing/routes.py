"""The routes that a file writes down: who answers which methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.entries import Definition, Entry
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing import frameworks
from corslint.handwritten.routing.frameworks import (
    AIOHTTP,
    BOTTLE,
    DJANGO_VIEW,
    STARLETTE,
    Framework,
)
from corslint.handwritten.routing.lineage import Lineage
from corslint.handwritten.routing.undisturbed import undisturbed

ANY = "*"
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MAX_ROUTES = 500
VIEW = ("view_func", "endpoint", "handler", "route")
DJANGO_ROUTES = ("django.urls.", "django.conf.urls.")
PREPARED = ("aiohttp.web.", "starlette.routing.Route", "fastapi.routing.APIRoute")
"""What makes a route that is added to an application later."""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One route: ``entry`` is the function that answers it.

    ``methods`` are in upper case, ``*`` for any, and empty where they cannot be told;
    ``owner`` is the application or router by its name in the file, "" for a class and
    where it cannot be told. ``at`` is where the route is written. ``lineage`` is of the
    class that the function belongs to.
    """

    entry: Entry
    methods: tuple[str, ...]
    path: str | None
    at: p.At
    framework: Framework
    owner: str = ""
    lineage: Lineage | None = None

    @property
    def function(self) -> p.Function:
        found = self.entry.function
        assert found is not None  # every site is made of one
        return found

    def takes(self, method: str) -> bool:
        return method in self.methods or ANY in self.methods


@dataclass(frozen=True, slots=True)
class Owner:
    """An application (``whole``) or a router, as the file makes it."""

    name: str
    framework: Framework
    whole: bool


def owners(outline: Outline) -> dict[str, Owner]:
    """The applications and routers that a file makes, by their dotted names."""
    found: dict[str, Owner] = {}
    for assign in outline.assigns:
        made = assign.value
        if not isinstance(made, p.Call):
            continue
        kind = frameworks.of_maker(outline.full(made.function))
        for target in assign.targets:
            if kind is not None and (name := dotted(target)) is not None:
                found[name] = Owner(name, *kind)
    return found


def of_functions(outline: Outline) -> Iterator[Site]:
    """The routes whose views are functions: by decorator, or by a registering call."""
    known = owners(outline)
    for entry in outline.functions:
        function = entry.function
        if function is None or entry.klass is not None:
            continue
        for decorator in function.decorators:
            if isinstance(decorator, p.Call):
                yield from by_call(outline, known, decorator, entry)
    for call in outline.calls:
        for entry in registered(outline, call):
            yield from by_call(outline, known, call, entry)


def registered(outline: Outline, call: p.Call) -> Iterator[Entry]:
    """The functions of the file that a call hands over by name."""
    for argument in call.arguments:
        if isinstance(argument.value, p.Name) and argument.name in (None, *VIEW):
            for entry in outline.functions:
                if entry.chain[-1].name == argument.value.id and entry.klass is None:
                    yield entry


def by_call(
    outline: Outline, known: dict[str, Owner], call: p.Call, entry: Entry
) -> Iterator[Site]:
    framework, owner, name = registrar(outline, known, call)
    if framework is None or (written := framework.registers.get(name)) is None:
        return
    if framework is DJANGO_VIEW and not undisturbed(outline, entry):
        return
    methods = written or listed(call, framework)
    yield Site(entry, methods, path_of(call), call.at, framework, owner)


def registrar(
    outline: Outline, known: dict[str, Owner], call: p.Call
) -> tuple[Framework | None, str, str]:
    """Whose registering function is called, on which owner, and its name."""
    full = outline.full(call.function)
    last = full.rpartition(".")[2]
    if full.startswith(PREPARED):
        framework = AIOHTTP if full.startswith(PREPARED[0]) else STARLETTE
        return framework, "", "route" if framework is STARLETTE else last
    if full.startswith("bottle."):
        return BOTTLE, "", last
    if full.startswith(DJANGO_ROUTES):
        return DJANGO_VIEW, "", last
    if not isinstance(call.function, p.Attribute):
        return None, "", ""
    receiver = (dotted(call.function.value) or "").removesuffix(".router")
    owner = known.get(receiver)
    return (owner.framework if owner else None), receiver, last


def path_of(call: p.Call) -> str | None:
    """The path: the first text that begins like one."""
    for argument in call.arguments:
        match argument.value:
            case p.Constant(value=str(text)) if text.startswith("/") or not text:
                return text
            case _:
                pass
    return None


def listed(call: p.Call, framework: Framework) -> tuple[str, ...]:
    """The methods that a registering call names; GET where it names none."""
    if framework is BOTTLE:
        return listed_by_bottle(call)
    for argument in call.arguments:
        if argument.name == "methods":
            return texts(argument.value)
        if argument.star:
            return ()
    if framework is AIOHTTP:
        first = call.arguments[0].value if call.arguments else None
        text = first.value if isinstance(first, p.Constant) else None
        return (text.upper(),) if isinstance(text, str) else ()
    return ("GET",)


def listed_by_bottle(call: p.Call) -> tuple[str, ...]:
    """``route(path, method)``: a text or a list, "ANY" for all."""
    named = (each.value for each in call.arguments if each.name == "method")
    plain = [each.value for each in call.arguments if each.name is None]
    given = next(named, plain[1] if len(plain) > 1 else None)
    match given:
        case None:
            return () if any(each.star for each in call.arguments) else ("GET",)
        case p.Constant(value=str(text)):
            found: tuple[str, ...] = (text.upper(),)
        case _:
            found = texts(given)
    return tuple(ANY if each == "ANY" else each for each in found)


def texts(node: p.Expression) -> tuple[str, ...]:
    """The texts of a literal list, in upper case; none when one of them is not written."""
    if not isinstance(node, p.Sequence):
        return ()
    found: list[str] = []
    for item in node.items:
        if not isinstance(item, p.Constant) or not isinstance(item.value, str):
            return ()
        found.append(item.value.upper())
    return tuple(found)


def of_class(entry: Entry, line: Lineage, framework: Framework) -> Iterator[Site]:
    """The routes that a handler class serves, one for each of its HTTP methods."""
    own = line.nodes[0][0]
    for name, (outline, function) in line.methods.items():
        method = name.removeprefix(framework.prefix).upper()
        if method in VERBS and name == spelled(framework, method):
            chain: tuple[Definition, ...] = (*entry.chain, function)
            at = function.at if outline.path == own.path else entry.chain[-1].at
            yield Site(Entry(chain), (method,), None, at, framework, lineage=line)


def spelled(framework: Framework, method: str) -> str:
    """How the classes of a framework name the method that answers ``method``."""
    return framework.prefix + (method if framework.prefix else method.lower())


def of_requirement(outline: Outline, entry: Entry) -> Iterator[Site]:
    """A function view of Django: ``require_http_methods`` says what it serves."""
    function = entry.function
    for decorator in function.decorators if function else ():
        if isinstance(decorator, p.Call):
            full = outline.full(decorator.function)
            if full == "django.views.decorators.http.require_http_methods":
                methods = texts(decorator.arguments[0].value) if decorator.arguments else ()
                yield Site(entry, methods, None, decorator.at, DJANGO_VIEW)
