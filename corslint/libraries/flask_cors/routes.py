"""The routes of an application whose methods Flask-CORS does not allow.

Executed with Flask-CORS 6.0: a preflight for a method that is not on the list is answered
with Allow-Origin alone, and browsers stop there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.study import Study
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.frameworks import FLASK
from corslint.handwritten.routing.lineage import module_of
from corslint.libraries.kit.applications import sites
from corslint.libraries.kit.serving import REFUSABLE
from corslint.libraries.kit.sites import Serving, Site
from corslint.policy import Policy, Route
from corslint.source import Span
from corslint.value import Known
from corslint.wire import Certainty, tokens

ROUTES = Serving(apps=FLASK.apps, parts=FLASK.parts, registers=FLASK.registers)
LACKS = "has no Access-Control-Allow-Methods, as `methods` names only `{}`"


def routed(policy: Policy, study: Study, serving: Serving = ROUTES) -> Policy:
    """The policy of an application with those of its routes that pages cannot use."""
    allowed = policy.allow_methods
    if not isinstance(allowed, Known) or not allowed.value or policy.scope:
        return policy
    names = tokens(allowed.value) or ()
    if policy.preflight is not Certainty.YES or not names or "*" in names:
        return policy
    clause = LACKS.format(allowed.value)
    found = tuple(
        Route(
            wrong,
            Span(site.outline.path, *site.at),
            path=site.address,
            preflight=Certainty.NO,
            answered=allowed.span,
            refusal=clause,
        )
        for site in behind(study, policy.span, serving)
        if (wrong := tuple(m for m in site.methods if m in REFUSABLE and m not in names))
    )
    return replace(policy, routes=found) if found else policy


def behind(study: Study, span: Span, serving: Serving) -> Iterator[Site]:
    """The routes of the application that ``CORS(app)`` at ``span`` is about."""
    outline = module_of(study.tree, study.source.path)
    owners = {
        dotted(call.arguments[0].value)
        for call in outline.calls
        if Span(outline.path, *call.at) == span and call.arguments
    }
    others = [call for call in outline.calls if about(outline, call)]
    if len(owners) == 1 and len(others) == 1 and (owner := owners.pop()) is not None:
        yield from sites(study.tree, outline, serving, owner)


def about(outline: Outline, call: p.Call) -> bool:
    """Whether a call puts Flask-CORS to work, here or on a single view."""
    last = outline.full(call.function).rpartition(".")[2]
    return last in {"CORS", "cross_origin", "init_app"}
