"""The routes of an application, as its framework lets a file write them down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.tree import Tree
from corslint.handwritten.outline import VERBS, Outline
from corslint.handwritten.routing.lineage import module_of
from corslint.handwritten.routing.routes import path_of, texts
from corslint.libraries.kit.reachable import Reachable, reachable

MAX_ROUTES = 500
MAX_MODULES = 20
NONE: frozenset[str] = frozenset()
BY_VERB: Mapping[str, tuple[str, ...]] = {verb: (verb.upper(),) for verb in sorted(VERBS)}
ADD_VERB: Mapping[str, tuple[str, ...]] = {
    f"add_{verb}": (verb.upper(),) for verb in sorted(VERBS)
}


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """How a framework's applications are made and given their routes.

    ``apps`` and ``parts`` are the functions that make applications and what is added to
    one. ``registers`` are their methods that make a route of a view, and the HTTP methods
    that each stands for; none where an argument of the names ``listing`` says so, GET by
    default. Where ``verb_first`` and no argument has such a name, the first one does.
    Methods ``within`` give a place that routes are added to. Functions of ``modules`` make
    routes, too, by the same names: as decorators, or for an application to be given; with
    ``handed`` only those views are served that it is given by name. The classes that views
    may be have methods named after HTTP methods, with ``prefix``.
    """

    apps: frozenset[str]
    parts: frozenset[str] = NONE
    registers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: frozenset[str] = NONE
    listing: tuple[str, ...] = ("methods",)
    modules: tuple[str, ...] = ()
    handed: bool = False
    verb_first: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One route: ``function`` answers ``methods``; ``at`` is where that is written.

    ``owner`` is what it is added to, by its name in the file, "" where it stands alone.
    Where that is not the application (``whole``) something may stand before ``path``.
    """

    outline: Outline
    function: p.Function
    methods: tuple[str, ...]
    at: p.At
    path: str | None
    owner: str
    whole: bool

    @property
    def address(self) -> str | None:
        return self.path if self.whole else None

    def beside(self, other: Site) -> bool:
        """Whether both are at one path."""
        known = self.path is not None and self.owner == other.owner
        return self is other or (known and self.path == other.path)


def sites(
    tree: Tree, outline: Outline, serving: Serving, name: str | None = None
) -> Iterator[Site]:
    """The routes of an application that a file makes: of that ``name``, or the only one.

    With those of other modules that are handed to it, as long as they say nothing of CORS.
    """
    made = [call for call in outline.calls if outline.full(call.function) in serving.apps]
    if name is not None:
        made = [call for call in made if name in targets(outline, call)]
    if len(made) != 1:
        return
    start = frozenset(targets(outline, made[0]))
    first = reachable(outline, start, made[0])
    yield from of_file(first, serving, start, not serving.handed)
    waiting, seen = list(elsewhere(tree, first)), {outline.path}
    while waiting and len(seen) < MAX_MODULES:
        path, names = waiting.pop(0)
        if path not in seen:
            seen.add(path)
            there = reachable(module_of(tree, path), names)
            waiting += elsewhere(tree, there)
            if not about_cors(there.outline):
                yield from of_file(there, serving, NONE, False)


def about_cors(outline: Outline) -> bool:
    """Whether a module may have a policy of its own for its routes."""
    return any(
        "cors" in name.lower() for name in (*outline.imported, *outline.imported.values())
    )


def targets(outline: Outline, made: p.Call) -> Iterator[str]:
    """The names that a call's value gets, if only wrapped in what others make of it."""
    for assign in outline.assigns:
        if assign.value is not None and any(node is made for node in walk(assign.value)):
            yield from filter(None, map(dotted, assign.targets))


def elsewhere(tree: Tree, found: Reachable) -> Iterator[tuple[str, frozenset[str]]]:
    """What other modules of the project hand in: each with its names."""
    by_path: dict[str, set[str]] = {}
    for name in sorted(found.names):
        first, dot, rest = name.partition(".")
        full = f"{found.outline.imported.get(first, '')}{dot}{rest}"
        owner, _, last = full.rpartition(".")
        path = tree.find(found.outline.path, owner) if owner.strip(".") else None
        if path is not None:
            by_path.setdefault(path, set()).add(last)
    for path, names in by_path.items():
        yield path, frozenset(names)


def of_file(
    found: Reachable, serving: Serving, apps: frozenset[str], free: bool
) -> Iterator[Site]:
    """The routes that a module writes down for ``apps`` and for what is added to them."""
    parts = (name for name in made_parts(found.outline, serving) if found.has(name))
    owners = apps.union(parts)
    places = places_of(found.outline, serving, owners) if serving.within else ()
    file = File(found, serving, apps, owners.union(places), free)
    yield from islice(chain(file.decorated(), file.called()), MAX_ROUTES)


def made_parts(outline: Outline, serving: Serving) -> Iterator[str]:
    for assign in outline.assigns:
        made = assign.value
        if isinstance(made, p.Call) and outline.full(made.function) in serving.parts:
            yield from filter(None, map(dotted, assign.targets))


def places_of(outline: Outline, serving: Serving, owners: frozenset[str]) -> Iterator[str]:
    for call in outline.calls:
        name = outline.full(call.function).rpartition(".")[2]
        if name in serving.within and receiver(call) in owners:
            yield from targets(outline, call)


@dataclass(frozen=True, slots=True)
class File:
    """A module whose routes are added to ``owners``, some of which are ``apps``.

    ``free``: a decorator that needs no application adds a view to the one there is.
    """

    found: Reachable
    serving: Serving
    apps: frozenset[str]
    owners: frozenset[str]
    free: bool

    @property
    def outline(self) -> Outline:
        return self.found.outline

    def decorated(self) -> Iterator[Site]:
        for entry in self.outline.functions:
            function = entry.function
            for call in function.decorators if function else ():
                if function and isinstance(call, p.Call) and self.registers(call, entry):
                    yield self.site(function, call)

    def called(self) -> Iterator[Site]:
        for call in self.outline.calls:
            if self.owned(call) or self.prepared(call):
                for view in views(self.outline, call):
                    yield self.site(view, call)
                for klass in classes(self.outline, call):
                    for view, verb in answering(klass, self.serving.prefix):
                        yield replace(self.site(view, call), methods=(verb,), at=view.at)

    def registers(self, call: p.Call, entry: Entry) -> bool:
        outer = entry.klass or entry.function
        handed = outer is not None and self.found.has(outer.name)
        return self.owned(call) or (self.alone(call) and (self.free or handed))

    def prepared(self, call: p.Call) -> bool:
        """Whether it makes a route of a view that an application is given."""
        given = (each.value for each in call.arguments)
        handed = any(isinstance(each, p.Name) and self.found.has(each.id) for each in given)
        return self.alone(call) and handed

    def alone(self, call: p.Call) -> bool:
        """Whether it calls a registering function that needs no application."""
        module, _, name = self.outline.full(call.function).rpartition(".")
        return module in self.serving.modules and name in self.serving.registers

    def owned(self, call: p.Call) -> bool:
        """Whether it calls a registering method of an application or of a part of it."""
        name = self.outline.full(call.function).rpartition(".")[2]
        return name in self.serving.registers and receiver(call) in self.owners

    def site(self, function: p.Function, call: p.Call) -> Site:
        name = self.outline.full(call.function).rpartition(".")[2]
        methods = self.serving.registers[name] or listed(self.serving, call)
        owner = receiver(call)
        return Site(
            outline=self.outline,
            function=function,
            methods=methods,
            at=call.at,
            path=path_of(call),
            owner=owner if owner in self.owners else "",
            whole=owner in self.apps,
        )


def receiver(call: p.Call) -> str:
    """``app`` in ``app.put(...)`` and in ``app.router.put(...)``."""
    if not isinstance(call.function, p.Attribute):
        return ""
    return (dotted(call.function.value) or "").removesuffix(".router")


def views(outline: Outline, call: p.Call) -> Iterator[p.Function]:
    """The functions of the file that a call hands over by name."""
    given = {each.value.id for each in call.arguments if isinstance(each.value, p.Name)}
    for entry in outline.functions if given else ():
        if entry.klass is None and entry.function and entry.function.name in given:
            yield entry.function


def classes(outline: Outline, call: p.Call) -> Iterator[p.Class]:
    """``add_route("/x", View())`` and ``add_route(View.as_view(), "/x")``."""
    for argument in call.arguments:
        match argument.value:
            case p.Call(
                function=p.Name(id=name)
                | p.Attribute(value=p.Name(id=name), name="as_view")
            ) if name in outline.classes:
                node = outline.classes[name].chain[-1]
                if isinstance(node, p.Class):
                    yield node
            case _:
                pass


def answering(node: p.Class, prefix: str) -> Iterator[tuple[p.Function, str]]:
    """The methods of a class that answer requests, each with its HTTP method."""
    for each in node.body:
        if isinstance(each, p.Function) and each.name.startswith(prefix):
            verb = each.name.removeprefix(prefix)
            if verb in VERBS:
                yield each, verb.upper()


def listed(serving: Serving, call: p.Call) -> tuple[str, ...]:
    """The methods that a registering call names; none where that cannot be told."""
    for argument in call.arguments:
        if argument.star:
            return ()
        if argument.name in serving.listing:
            one = argument.value
            if isinstance(one, p.Constant) and isinstance(one.value, str):
                return (one.value.upper(),)
            return texts(one)
    first = call.arguments[0].value if call.arguments and serving.verb_first else None
    if isinstance(first, p.Constant) and isinstance(first.value, str):
        return (first.value.upper(),)
    return () if serving.verb_first else ("GET",)
