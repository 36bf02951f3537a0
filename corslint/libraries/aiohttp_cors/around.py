"""What an aiohttp application runs before its CORS layer, and what that does.

Executed with aiohttp 3.14, aiohttp-cors 0.8 and aiohttp-middlewares 3.0. aiohttp-cors
answers preflights by a route, below all middleware, and adds its headers to whatever else
leaves; ``cors_middleware`` is one of them, of which the first runs first, and it raises its
answers to preflights, so that who catches them outside loses their headers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.around.surrounding import Hook, Place, same
from corslint.evaluate.naming import last_word
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.objects import mentions_cors
from corslint.handwritten.guarding.passing import Answer, answer_of, mentions
from corslint.handwritten.guarding.values import Part
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import module_of
from corslint.libraries.kit.guards import (
    Guard,
    hooks_of,
    knows,
    only_one,
    scope_of,
    stopped,
)
from corslint.observation import Misplaced
from corslint.policy import Policy
from corslint.source import Span

MAKERS = frozenset({"aiohttp.web.Application", "aiohttp.web_app.Application"})
REGISTERING = frozenset({"Application", "append"})
CAUGHT = frozenset({"HTTPException", "HTTPSuccessful", "HTTPOk", "Exception"})
CORS = "cors"
PASSING = 'if {}.method == "OPTIONS": return await {}({})'
PREFLIGHTS = "answers preflights itself, so that the CORS layer never sees them"
RAISES = "ends preflights with an exception, without CORS headers"
CATCHES = "catches what the CORS layer raises to answer preflights, and drops its headers"
SOMETIMES = "sends its own answers without CORS headers"
FIRST = "Put it first in the list of middleware: that one runs first."


def kept(policy: Policy, study: Study) -> Policy:
    """The policy of routes, and the middleware that keeps preflights from them."""
    outline = module_of(study.tree, study.source.path)
    return stopped(policy, guards(outline, policy.span))


def guards(outline: Outline, span: Span) -> Iterator[Guard]:
    for function in functions(outline, span):
        if knows(function):
            return  # it may answer preflights, and then what stands below does not
        answer = answer_to(outline, function)
        if answer is not None and answer.preflights:
            request, handler = (each.name for each in function.parameters[:2])
            passing = PASSING.format(request, handler, request)
            name = function.name
            yield Guard(name, outline.path, answer, name, passing)


def placed(policy: Policy, study: Study) -> Policy:
    """The policy of a middleware, and what stands outside of it: at most one."""
    outline = module_of(study.tree, study.source.path)
    here = (policy.span.line, policy.span.column)
    found: list[Misplaced] = []
    for function in functions(outline, policy.span, here):
        answer = answer_to(outline, function)
        if mentions_cors(function) or answer is None:
            continue
        catches = dropping(function)
        if catches is None and never_reached(function, answer):
            continue
        doing = CATCHES if catches else words(answer)
        clause = f"`{function.name}` stands before it in the list, and it {doing}"
        other = Span(outline.path, *(catches or answer.at))
        partial = catches is None and (answer.partial or not answer.preflights)
        sure = not answer.configured
        found.append(Misplaced(policy.span, clause, other, partial, FIRST, sure))
    worst = sorted(found, key=lambda each: each.partial)[:1]
    return replace(policy, observations=(*policy.observations, *worst))


def words(answer: Answer) -> str:
    if not answer.preflights:
        return SOMETIMES
    return RAISES if answer.raises else PREFLIGHTS


def answer_to(outline: Outline, function: p.Function) -> Answer | None:
    if len(function.parameters) < 2:
        return None
    request, handler = (each.name for each in function.parameters[:2])
    names = names_in(outline)
    return answer_of(function, request, Part.REQUEST, mentions(handler), names)


def functions(
    outline: Outline, span: Span, before: tuple[int, int] | None = None
) -> list[p.Function]:
    """The middleware of the only application of a file, the outermost first.

    Only those that are written ``before`` a place; none where that is not their order.
    """
    if only_one(outline, MAKERS) is None:
        return []
    every_one = sorted(listed(outline, span), key=lambda each: each.value.at)
    found = [each for each in every_one if before is None or each.value.at[:2] < before]
    if any(CORS in last_word(each.value).lower() for each in found if each.node is None):
        return []
    return [each.node for each in found if isinstance(each.node, p.Function)]


def listed(outline: Outline, span: Span) -> Iterator[Hook]:
    scope = scope_of(outline, span)
    for hook, _, word in hooks_of(outline):
        known = hook.place is Place.AROUND and word in REGISTERING
        if known and same(hook.scope, scope):
            yield hook


def never_reached(function: p.Function, answer: Answer) -> bool:
    """Whether it answers what it catches and only the CORS layer, inside, ever sees."""
    for handler in handlers(function):
        start, end = handler.body[0].at[:2], handler.body[-1].at[2:]
        if start <= answer.at[:2] and answer.at[2:] <= end:
            return all(map(is_http, kinds(handler)))
    return False


def is_http(kind: p.Expression | None) -> bool:
    return kind is not None and last_word(kind).startswith("HTTP")


def handlers(function: p.Function) -> Iterator[p.Handler]:
    """Those of what hands a request on."""
    hands = mentions(function.parameters[1].name)
    for statement in nested(function.body):
        if isinstance(statement, p.Try) and hands(statement.body):
            yield from statement.handlers


def dropping(function: p.Function) -> p.At | None:
    """Where a middleware answers instead of what it catches, whatever that was."""
    for handler in handlers(function):
        last = handler.body[-1]
        if catches(handler) and isinstance(last, p.Return) and straight(handler):
            return last.at
    return None


def catches(handler: p.Handler) -> bool:
    return any(each is None or last_word(each) in CAUGHT for each in kinds(handler))


def kinds(handler: p.Handler) -> tuple[p.Expression | None, ...]:
    return handler.kind.items if isinstance(handler.kind, p.Sequence) else (handler.kind,)


def straight(handler: p.Handler) -> bool:
    """Whether it always answers anew: what it caught is not sent, nor are its headers."""
    for node in walk(handler.body):
        match node:
            case p.If() | p.Raise() | p.Attribute(name="headers"):
                return False
            case p.Return(value=p.Name(id=name)) if name == handler.name:
                return False
            case _:
                pass
    return True
