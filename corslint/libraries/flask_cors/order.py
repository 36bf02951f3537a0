"""Decorators between a route and ``@cross_origin``: what they answer has no CORS headers.

Executed with Flask 3.1 and Flask-CORS 6.0: ``cross_origin`` tells Flask by attributes of a
view that this one answers OPTIONS. A decorator above it then gets the preflights, unless it
hides these attributes: then Flask answers them itself, without CORS headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.study import Study
from corslint.handwritten.guarding.decorators import Wrapper, wrapper_of
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.objects import mentions_cors
from corslint.handwritten.guarding.passing import Answer, answer_of, mentions
from corslint.handwritten.guarding.values import Names, Part
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import module_of
from corslint.handwritten.routing.surroundings import root_of, serving, text_of
from corslint.libraries.flask_cors.views import ROUTES
from corslint.observation import Misplaced
from corslint.policy import Policy
from corslint.source import Span

EVERYWHERE = re.compile(r"\bCORS\(|\bcors\.init_app\(|after_request")
"""What gives headers to the answers of decorators, too."""

PREFLIGHTS = "and it answers preflights itself, without CORS headers"
STOPS = "and it ends preflights with an error, without CORS headers"
HIDES = (
    "and lacks `functools.wraps`, so that Flask does not see who answers OPTIONS and "
    "answers preflights itself, without CORS headers"
)
SOMETIMES = "and it sends its own answers without CORS headers"
NEXT = "Write `@cross_origin` right below the route, above the other decorators."


def placed(policy: Policy, study: Study) -> Policy:
    """The policy of a decorated view, and what stands in front of it."""
    outline = module_of(study.tree, study.source.path)
    above = between(outline, policy.span)
    if not above or everywhere(study):
        return policy
    found = tuple(misplaced(policy, study, outline, above))[:1]
    return replace(policy, observations=(*policy.observations, *found))


def between(outline: Outline, span: Span) -> list[p.Expression]:
    """The decorators that stand between the route and the one at ``span``."""
    for entry in outline.functions:
        decorators = entry.function.decorators if entry.function else ()
        places = [Span(outline.path, *each.at) for each in decorators]
        if span in places:
            above = decorators[: places.index(span)]
            routes = [i for i, each in enumerate(above) if is_route(each)]
            return list(above[routes[-1] + 1 :]) if routes else []
    return []


def is_route(decorator: p.Expression) -> bool:
    called = decorator.function if isinstance(decorator, p.Call) else None
    return isinstance(called, p.Attribute) and called.name in ROUTES


def everywhere(study: Study) -> bool:
    """Whether some file of the project gives the headers to all responses."""
    workspace = study.tree.workspace
    paths = serving(workspace, root_of(workspace, study.source.path))
    texts = (text_of(workspace, path) for path in paths if path.endswith(".py"))
    return EVERYWHERE.search(study.source.text) is not None or any(
        EVERYWHERE.search(text) for text in texts
    )


def misplaced(
    policy: Policy, study: Study, outline: Outline, above: list[p.Expression]
) -> Iterator[Misplaced]:
    for decorator in above:
        wrapper = wrapper_of(study.tree, outline, decorator)
        if wrapper is None or mentions_cors(wrapper.function):
            continue
        answer = answered(wrapper)
        clause, partial = doing(wrapper, answer)
        if clause:
            sure = answer is None or not answer.configured
            other = Span(outline.path, *decorator.at)
            words = f"`@{last_word(decorator)}` stands between it and the route, {clause}"
            yield Misplaced(policy.span, words, other, partial, NEXT, sure)


def doing(wrapper: Wrapper, answer: Answer | None) -> tuple[str, bool]:
    if not wrapper.alike:
        return HIDES, False
    if answer is None:
        return "", False
    if answer.preflights:
        return STOPS if answer.raises else PREFLIGHTS, answer.partial
    return SOMETIMES, True


def answered(wrapper: Wrapper) -> Answer | None:
    """What the wrapper does before it calls the view; Flask's request is a global."""
    names: Names = names_in(wrapper.module)
    for name, full in wrapper.module.imported.items():
        if full == "flask.session":
            names[name] = Part.COOKIES
    requests = [n for n, full in wrapper.module.imported.items() if full == "flask.request"]
    request = next(iter(requests), "request")
    hands = mentions(wrapper.view)
    return answer_of(wrapper.function, request, Part.REQUEST, hands, names)
