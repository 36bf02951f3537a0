"""The routes that one file writes down for what an application has been handed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.entries import Entry
from corslint.handwritten.outline import VERBS, Outline
from corslint.handwritten.routing.routes import VIEW, path_of
from corslint.libraries.kit.reachable import Reachable, targets
from corslint.libraries.kit.sites import Serving, Site, listed

MAX_ROUTES = 500


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
    given = {
        each.value.id
        for each in call.arguments
        if isinstance(each.value, p.Name) and each.name in (None, *VIEW)
    }
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
