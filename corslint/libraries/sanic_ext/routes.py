"""How Sanic's routes are written."""

from __future__ import annotations

from corslint.libraries.kit.sites import BY_VERB, Serving

ROUTES = Serving(
    apps=frozenset({"sanic.Sanic", "sanic.app.Sanic"}),
    parts=frozenset({"sanic.Blueprint", "sanic.blueprints.Blueprint"}),
    registers={**BY_VERB, "route": (), "add_route": ()},
)
