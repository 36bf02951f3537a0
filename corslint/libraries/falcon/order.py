"""What the middleware of a Falcon application does before CORS headers are added.

Executed with Falcon 4.4: the CORS middleware only adds to responses, and that is done
whatever else has answered, in any order: a preflight that is answered with 401 fails all
the same, and one that is completed has no methods to allow. With
``independent_middleware=False`` what raises above it leaves without its headers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.study import Study
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.passing import Answer, refusal_of, turned_away
from corslint.handwritten.guarding.statuses import turns_away
from corslint.handwritten.guarding.values import Exit, Part, Sure
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import class_of, lineage, module_of
from corslint.libraries.kit.guards import Guard, knows, stopped, where
from corslint.observation import Misplaced
from corslint.policy import Policy
from corslint.source import Span

APPLICATIONS = frozenset(
    {"falcon.App", "falcon.API", "falcon.asgi.App", "falcon.app.App", "falcon.asgi.app.App"}
)
METHODS = ("process_request", "process_resource")
PASSING = 'if {}.method == "OPTIONS": return'
LEAVES = "`{}` stands before it, and what it raises leaves without CORS headers"
FIRST = "Put it first, or leave out `independent_middleware=False`."


class Component(NamedTuple):
    """A middleware of the project; ``function`` is what it does before the handlers."""

    name: str
    at: p.At
    module: Outline
    function: p.Function
    methods: tuple[p.Function, ...]


def placed(policy: Policy, study: Study) -> Policy:
    """The policy, and what keeps preflights from it or its headers from other answers."""
    outline = module_of(study.tree, study.source.path)
    made = [x for x in outline.calls if outline.full(x.function) in APPLICATIONS]
    if len(made) != 1:
        return policy
    found = list(components(study, outline, made[0]))
    if any(knows(each.function) for each in found[:-1]):
        return policy
    if dependent(made[0]):
        here = (policy.span.line, policy.span.column)
        for each in found:
            if each.at[:2] < here and (answer := refusal(each)) is not None:
                seen = without(policy.span, each, answer)
                return replace(policy, observations=(*policy.observations, seen))
    return stopped(policy, guards(found))


def dependent(made: p.Call) -> bool:
    given = (each.value for each in made.arguments if each.name == "independent_middleware")
    return any(isinstance(each, p.Constant) and each.value is False for each in given)


def refusal(found: Component) -> Answer | None:
    names = names_in(found.module, found.methods)
    return refusal_of(found.function, found.function.parameters[1].name, names)


def without(span: Span, found: Component, answer: Answer) -> Misplaced:
    partial = answer.partial or not answer.preflights
    sure = not answer.configured
    other = Span(found.module.path, *answer.at)
    clause = LEAVES.format(found.name)
    return Misplaced(span, clause, other, partial, FIRST, sure)


def guards(found: list[Component]) -> Iterator[Guard]:
    for each in found:
        request, response = (one.name for one in each.function.parameters[1:3])
        names = {**names_in(each.module, each.methods), request: Part.REQUEST}

        def turns(end: Exit, function: p.Function, done: str = response) -> bool:
            return completed(end, done) or (end.raises and turns_away(end, function))

        answer = turned_away(each.function, names, turns)
        if answer is not None:
            passing = PASSING.format(request)
            path, function = each.module.path, f"{each.name}.{each.function.name}"
            shown = where(answer, each.function, f"{response}.complete")
            yield Guard(each.name, path, shown, function, passing)


def completed(end: Exit, response: str) -> bool:
    """Whether ``resp.complete = True`` was said on the way."""
    done = end.names.get(f"{response}.complete")
    return isinstance(done, Sure) and done.value is True


def components(study: Study, outline: Outline, made: p.Call) -> Iterator[Component]:
    """The classes of the project among the middleware, the first first."""
    for call in (made, *added(outline)):
        for item in given(call):
            found = class_of(study.tree, outline, outline.full(item.function))
            methods = lineage(study.tree, *found).methods if found else {}
            own = tuple(function for _, function in methods.values())
            for name in METHODS:
                module, function = methods.get(name, (None, None))
                if module and function and len(function.parameters) > 2:
                    yield Component(last_word(item), item.at, module, function, own)


def added(outline: Outline) -> list[p.Call]:
    calls = (x for x in outline.calls if last_word(x.function) == "add_middleware")
    return sorted(calls, key=lambda each: each.at)


def given(call: p.Call) -> Iterator[p.Call]:
    """What a call is given as middleware: one, or a list of them."""
    adds = last_word(call.function) == "add_middleware"
    for argument in call.arguments:
        if argument.name == "middleware" or (adds and argument.name is None):
            value = argument.value
            items = value.items if isinstance(value, p.Sequence) else (value,)
            yield from (each for each in items if isinstance(each, p.Call))
