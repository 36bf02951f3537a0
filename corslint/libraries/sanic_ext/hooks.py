"""Functions that Sanic runs before every handler: what they do with preflights.

Executed with Sanic 25.12, sanic-ext 25.12 and Sanic-CORS 2.2: what such a function answers
gets the CORS headers, and a preflight that is answered with 401 fails all the same. Sanic
Extensions answer preflights by a route, below all such functions, whatever their priority.
Sanic-CORS does by one of its own, of priority 99: only a higher one runs before it, and of
those with the same priority the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.study import Study
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.passing import turned_away
from corslint.handwritten.guarding.values import Part
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import module_of
from corslint.libraries.kit.guards import Guard, hooks_before, stopped
from corslint.policy import Policy

MAKERS = frozenset({"sanic.Sanic", "sanic.app.Sanic"})
REGISTERING = frozenset({"on_request", "middleware", "register_middleware"})
PASSING = 'if {}.method == "OPTIONS": return None'
FIRST = 99
"""The priority of what answers preflights for Sanic-CORS."""

Runs = Callable[[Outline, p.Function], bool]


def hooked(policy: Policy, study: Study) -> Policy:
    """The policy of Sanic Extensions, and what keeps preflights from it."""
    return kept(policy, study, always)


def hooked_first(policy: Policy, study: Study) -> Policy:
    """The policy of Sanic-CORS, and what keeps preflights from it."""
    return kept(policy, study, partial(before, policy))


def kept(policy: Policy, study: Study, runs: Runs) -> Policy:
    outline = module_of(study.tree, study.source.path)
    return stopped(policy, guards(policy, outline, runs))


def always(_: Outline, __: p.Function) -> bool:
    return True


def before(policy: Policy, outline: Outline, function: p.Function) -> bool:
    """Whether a function certainly runs before the one that answers preflights."""
    place = (policy.span.line, policy.span.column)
    found = [priority(each) for each in registering(outline, function)]
    return any(
        each > FIRST or (each == FIRST and function.at[:2] < place) for each in found
    )


def registering(outline: Outline, function: p.Function) -> Iterator[p.Call]:
    for node in (*function.decorators, *outline.calls):
        if isinstance(node, p.Call) and last_word(node) in REGISTERING:
            given = (getattr(each.value, "id", None) for each in node.arguments)
            if node in function.decorators or function.name in given:
                yield node


def priority(call: p.Call) -> int:
    """0 where it is not told."""
    for each in call.arguments:
        if each.name == "priority" and isinstance(each.value, p.Constant):
            return each.value.value if isinstance(each.value.value, int) else 0
    return 0


def guards(policy: Policy, outline: Outline, runs: Runs) -> Iterator[Guard]:
    for word, function in hooks_before(outline, policy.span, MAKERS):
        if word in REGISTERING and function.parameters and runs(outline, function):
            request = function.parameters[0].name
            names = {**names_in(outline), request: Part.REQUEST}
            answer, name = turned_away(function, names), function.name
            if answer is not None:
                passing = PASSING.format(request)
                yield Guard(name, outline.path, answer, name, passing)
