"""Functions that Flask and Quart run before every view: what they do with preflights.

Executed with Flask-CORS 6.0 on Flask 3.1 and Quart-CORS 0.8 on Quart 0.22: what such a
function answers gets the CORS headers of the application, wherever it is registered; a
preflight that is answered with 401 fails all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.study import Study
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.passing import turned_away
from corslint.handwritten.guarding.values import Names, Part
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import module_of
from corslint.libraries.kit.guards import Guard, hooks_before, stopped
from corslint.policy import Policy
from corslint.source import Span

MAKERS = {
    "flask": frozenset({"flask.Flask", "flask.app.Flask"}),
    "quart": frozenset({"quart.Quart", "quart.app.Quart"}),
}


def hooked(policy: Policy, study: Study, package: str = "flask") -> Policy:
    """The policy, and what keeps preflights from it."""
    outline = module_of(study.tree, study.source.path)
    return stopped(policy, guards(outline, policy.span, package))


def guards(outline: Outline, span: Span, package: str) -> Iterator[Guard]:
    for _, function in hooks_before(outline, span, MAKERS[package]):
        names = {**names_in(outline), **of_request(outline, package)}
        answer = turned_away(function, names)
        request = next((k for k, part in names.items() if part is Part.REQUEST), "request")
        passing = f'if {request}.method == "OPTIONS": return None'
        if answer is not None:
            name = function.name
            yield Guard(name, outline.path, answer, name, passing)


def of_request(outline: Outline, package: str) -> Names:
    """The names by which a module knows the request that is being answered."""
    parts = {f"{package}.request": Part.REQUEST, f"{package}.session": Part.COOKIES}
    imported = outline.imported.items()
    return {name: parts[full] for name, full in imported if full in parts}
