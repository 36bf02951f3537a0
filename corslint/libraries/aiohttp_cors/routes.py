"""How aiohttp's routes are written, and which of them aiohttp-cors has been given."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.things import Called, Made, Member, Thing
from corslint.handwritten.outline import Outline, identifiers
from corslint.libraries.kit.sites import ADD_VERB, BY_VERB, Serving, Site
from corslint.libraries.kit.uses import Use
from corslint.source import Span

ROUTES = Serving(
    apps=frozenset({"aiohttp.web.Application"}),
    parts=frozenset({"aiohttp.web.RouteTableDef"}),
    registers={**BY_VERB, **ADD_VERB, "route": (), "add_route": ()},
    modules=("aiohttp.web",),
    handed=True,
    within=frozenset({"add_resource"}),
    verb_first=True,
)
CONFIG = "config"
EVERY = frozenset({"routes", "resources"})


def covers(use: Use, site: Site, _: bool) -> bool:
    """Whether a route is what ``add`` was called for, here or by this application."""
    at = Span(site.outline.path, *site.at)
    loops = list(over_all(site.outline))
    return any(each.trace.span in (at, *loops) for each in entities(use))


def over_all(outline: Outline) -> Iterator[Span]:
    """``for route in list(app.router.routes())``: what it gives stands for all of them."""
    for node in outline.nodes:
        if isinstance(node, p.For) and EVERY & set(identifiers(node.iterable)):
            yield Span(outline.path, *node.at)


def entities(use: Use) -> Iterator[Thing]:
    """What a use puts under its table: one route, or each that says no more."""
    if isinstance(use.call.callee, Member):
        yield from use.call.arguments.positional[:1]
        return
    for path in use.variant.paths:
        for event in path.events:
            match event:
                case Called(callee=Member(name="add", owner=Made() as owner)) if (
                    owner.trace.span == use.call.result.trace.span
                    and len(event.arguments.positional) == 1
                    and event.arguments.keyword(CONFIG) is None
                ):
                    yield from event.arguments.positional
                case _:
                    pass
