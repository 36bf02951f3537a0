"""The routes of an application in the same file whose methods Flask-CORS does not allow.

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
from corslint.handwritten.routing import routes
from corslint.handwritten.routing.frameworks import FLASK
from corslint.handwritten.routing.lineage import module_of
from corslint.policy import Policy, Route
from corslint.source import Span
from corslint.value import Known
from corslint.wire import Certainty, tokens

REFUSABLE = frozenset({"PUT", "PATCH", "DELETE"})
LACKS = "has no Access-Control-Allow-Methods, as `methods` names only `{}`"


def routed(policy: Policy, study: Study) -> Policy:
    """The policy of an application with those of its routes that pages cannot use."""
    allowed = policy.allow_methods
    if not isinstance(allowed, Known) or not allowed.value or policy.scope:
        return policy
    names = tokens(allowed.value) or ()
    if policy.preflight is not Certainty.YES or not names or "*" in names:
        return policy
    outline = module_of(study.tree, study.source.path)
    clause = LACKS.format(allowed.value)
    found = tuple(
        Route(
            wrong,
            Span(outline.path, *site.at),
            path=site.path,
            preflight=Certainty.NO,
            answered=allowed.span,
            refusal=clause,
        )
        for site in behind(outline, policy.span)
        if (wrong := tuple(m for m in site.methods if m in REFUSABLE and m not in names))
    )
    return replace(policy, routes=found) if found else policy


def behind(outline: Outline, span: Span) -> Iterator[routes.Site]:
    """The routes of the application that ``CORS(app)`` at ``span`` is about."""
    owners = {
        dotted(call.arguments[0].value)
        for call in outline.calls
        if Span(outline.path, *call.at) == span and call.arguments
    }
    others = [call for call in outline.calls if about(outline, call)]
    if len(owners) != 1 or len(others) != 1:
        return
    for site in routes.of_functions(outline):
        if site.framework is FLASK and site.owner in owners:
            yield site


def about(outline: Outline, call: p.Call) -> bool:
    """Whether a call puts Flask-CORS to work, here or on a single view."""
    last = outline.full(call.function).rpartition(".")[2]
    return last in {"CORS", "cross_origin", "init_app"}
