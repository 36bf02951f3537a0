"""The routes behind the middleware that it refuses.

The middleware answers preflights itself, and with 400 where it does not know the method or
a header (starlette 1.10, run).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.study import Study
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.frameworks import STARLETTE
from corslint.handwritten.routing.lineage import module_of
from corslint.handwritten.routing.needs import headers_read, reads_json
from corslint.libraries.kit.applications import sites
from corslint.libraries.kit.serving import REFUSABLE
from corslint.libraries.kit.sites import Serving, Site
from corslint.libraries.starlette.texts import allowed_headers, methods_text, spelled
from corslint.libraries.starlette.values import Options
from corslint.policy import Policy, Route
from corslint.source import Span
from corslint.value import FromEnv, FromRequest, Known, Value
from corslint.wire import Certainty

ROUTES = Serving(
    apps=STARLETTE.apps,
    parts=STARLETTE.parts,
    registers={**STARLETTE.registers, "Route": (), "APIRoute": ()},
    modules=("starlette.routing", "fastapi.routing"),
    handed=True,
)


def routed(policy: Policy, study: Study) -> Policy:
    """The policy with those of its routes whose preflights it refuses."""
    options = policy.settings
    if not isinstance(options, Options) or policy.preflight is not Certainty.YES:
        return policy
    if options.methods.wild and options.headers.wild:
        return policy
    found = (
        route
        for site in behind(study, policy.span)
        for route in refused(site, policy, options)
    )
    return replace(policy, routes=tuple(found))


def behind(study: Study, span: Span) -> Iterator[Site]:
    """The routes of the application that the call at ``span`` adds the middleware to."""
    outline = module_of(study.tree, study.source.path)
    owners = {registrar(call) for call in outline.calls if covers(outline, call, span)}
    adding = [call for call in outline.calls if adds_cors(outline, call)]
    if len(owners) == 1 and len(adding) == 1:
        yield from sites(study.tree, outline, ROUTES, owners.pop())


def covers(outline: Outline, call: p.Call, span: Span) -> bool:
    return Span(outline.path, *call.at) == span and registrar(call) != ""


def registrar(call: p.Call) -> str:
    """``app`` in ``app.add_middleware(...)``."""
    match call.function:
        case p.Attribute(value=owner, name="add_middleware"):
            return dotted(owner) or ""
        case _:
            return ""


def adds_cors(outline: Outline, call: p.Call) -> bool:
    first = call.arguments[0].value if call.arguments else None
    return first is not None and outline.full(first).endswith(".CORSMiddleware")


def refused(site: Site, policy: Policy, options: Options) -> Iterator[Route]:
    """A route as far as the middleware answers its preflights with 400."""
    outline = site.outline
    allowed = spelled(options.methods, options.edition)
    span = Span(outline.path, *site.at)
    json = reads_json(outline, site.function)
    asked = [m for m in site.methods if m in REFUSABLE or (json and m == "POST")]
    wrong = tuple(m for m in asked if allowed.holds(m) is Certainty.NO)
    if wrong:
        sent = methods_text(options.methods, options.edition)
        clause = f"is a 400, as `allow_methods` has only `{sent}`"
        yield Route(
            wrong,
            span,
            path=site.address,
            json=json,
            own=False,
            preflight=Certainty.NO,
            answered=place(policy.allow_methods, policy.span),
            refusal=clause,
        )
        return
    known = allowed_headers(options)
    read = headers_read(outline, site.function)
    missing = tuple(name for name in read if name not in known)
    if missing and not options.headers.wild and not options.headers.missing:
        names = " and ".join(f"`{name.title()}`" for name in missing)
        yield Route(
            tuple(m for m in site.methods if m not in {"OPTIONS", "HEAD"})[:1],
            span,
            headers=missing,
            path=site.address,
            preflight=Certainty.NO,
            answered=place(policy.allow_headers, policy.span),
            refusal=f"is a 400, as `allow_headers` has no {names}",
        )


def place(value: Value[str | None], otherwise: Span) -> Span:
    match value:
        case Known(_, span) | FromEnv(_, _, span) | FromRequest(_, span):
            return span
        case _:
            return otherwise
