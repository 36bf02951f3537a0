"""Responder: ``responder.API(cors=True, cors_params={...})``.

The dict is the keywords of Starlette's middleware, instead of Responder's defaults.
Executed with responder 9.2.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.things import Called, Trace
from corslint.evaluate.values.truth import truth
from corslint.extractors import starlette
from corslint.libraries.kit.handed import Handing, spread
from corslint.libraries.kit.things import thing_of
from corslint.libraries.kit.tools import Tool, tool_extractor
from corslint.libraries.kit.uses import Given, Passed, Signature, Use

SWITCH, OPTIONS = "cors", "cors_params"
OFF = f"without `{SWITCH}=True` Responder adds no CORS headers"
DEFAULTS = {
    "allow_origins": (),
    "allow_methods": ("GET",),
    "allow_headers": (),
    "allow_credentials": False,
    "allow_origin_regex": None,
    "expose_headers": (),
    "max_age": 600,
}
API = Signature(
    frozenset({"responder.API", "responder.api.API"}),
    (SWITCH, OPTIONS),
    positional=0,
    own=True,
)


def switched_on(call: Called) -> Passed | None:
    found = API(call)
    if found is None or found.given.keys().isdisjoint((SWITCH, OPTIONS)):
        return None
    switch = found.given.get(SWITCH)
    if switch is not None and truth(switch.thing) is False:
        return None
    off = switch is None and found.missing is None
    return replace(found, inactive=OFF if off else None)


def hands(use: Use) -> Iterator[Handing]:
    """By default nobody is let in."""
    span = use.call.span
    options = use.given.get(OPTIONS) or Given(thing_of(DEFAULTS, Trace(span)), span)
    function = "starlette.middleware.cors.CORSMiddleware"
    yield Handing(starlette.HANDED, function, options=spread(options))


extract = tool_extractor(
    "responder",
    Tool(
        title="Responder",
        package="responder",
        version="9.2.0",
        words=("responder",),
        reads=(switched_on,),
        hands=hands,
        remedy=(
            "List the origins that need access: "
            '`cors_params={"allow_origins": ["https://app.example.com"]}`.'
        ),
    ),
    markers=(b"responder",),
)
