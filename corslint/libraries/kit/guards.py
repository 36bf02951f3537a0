"""Hooks that a framework runs before the CORS layer, wherever that is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from corslint import program as p
from corslint.evaluate.around.surrounding import Definition, Hook, Place, same
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.entries import Entry, nested
from corslint.handwritten.entering.wrapping import every
from corslint.handwritten.guarding.objects import mentions_cors
from corslint.handwritten.guarding.passing import Answer
from corslint.handwritten.outline import Outline, holds
from corslint.handwritten.routing.hooks import answers_itself
from corslint.observation import Misplaced
from corslint.policy import Policy
from corslint.source import Span

PASS = "Let preflights pass: begin `{}` with `{}`."


@dataclass(frozen=True, slots=True)
class Guard:
    """What runs first, and what it does with preflights.

    ``passing`` is a statement that lets them pass, at the beginning of ``function``.
    """

    name: str
    path: str
    answer: Answer
    function: str
    passing: str


def stopped(policy: Policy, guards: Iterable[Guard]) -> Policy:
    """The policy, and the first of the guards, which keeps preflights from it.

    On certain paths alone these may not be this policy's.
    """
    for guard in guards:
        answer = guard.answer
        if answer.partial and policy.scope:
            continue
        seen = Misplaced(
            policy.span,
            f"`{guard.name}` runs before the CORS layer, {doing(answer)}",
            Span(guard.path, *answer.at),
            answer.partial,
            instead=PASS.format(guard.function, guard.passing),
            sure=not answer.configured,
            movable=False,
        )
        return replace(policy, observations=(*policy.observations, seen))
    return policy


def where(answer: Answer, function: p.Function, *said: str) -> Answer:
    """The answer at the one place that calls or sets one of ``said``, if there is one."""
    if answer.raises:
        return answer
    found = [each.at for each in nested(function.body) if named(each) in said]
    return replace(answer, at=found[0]) if len(found) == 1 else answer


def named(statement: p.Statement) -> str | None:
    """What a statement calls, or sets."""
    match statement:
        case p.Evaluate(value=p.Call(function=function)):
            return dotted(function)
        case p.Assign(targets=(target,)):
            return dotted(target)
        case _:
            return None


def doing(answer: Answer) -> str:
    status = "itself" if answer.status is None else f"with {answer.status}"
    where = " on certain paths" if answer.partial else ""
    if answer.raises and answer.status is None:
        return f"and it ends them with an exception{where}"
    return f"and it answers them {status}{where}"


def hooks_before(
    outline: Outline, span: Span, makers: frozenset[str]
) -> Iterator[tuple[str, p.Function]]:
    """The functions that run before the handlers of the application at ``span``.

    That is the one that the call there is given, or the only one that the same scope makes.
    None where one of them knows OPTIONS, or CORS: it may answer before the others.
    """
    scope = scope_of(outline, span)
    owner = given_at(outline, span) or only_one(outline, makers)
    found = [
        (word, hook.node)
        for hook, place, word in hooks_of(outline)
        if hook.place is Place.BEFORE and isinstance(hook.node, p.Function)
        if same(hook.scope, scope) and place == owner
    ]
    if any(knows(function) for _, function in found):
        return
    yield from found


@lru_cache(maxsize=4)
def hooks_of(outline: Outline) -> tuple[tuple[Hook, str, str], ...]:
    """As ``every`` finds them: the policies of a file ask one after the other."""
    return tuple(every(outline))


def knows(function: p.Function) -> bool:
    """Whether a hook has to do with CORS."""
    return mentions_cors(function) or answers_itself(Entry((function,)))


def scope_of(outline: Outline, span: Span) -> tuple[Definition, ...]:
    """The definitions around ``span``; a decorator stands outside of what it decorates."""
    for entry in reversed(outline.functions):
        function = entry.function
        if function is None or not holds(entry, span):
            continue
        places = (Span(outline.path, *each.at) for each in function.decorators)
        return entry.chain[:-1] if any(x.overlaps(span) for x in places) else entry.chain
    return ()


def given_at(outline: Outline, span: Span) -> str | None:
    """The application, by name, that the call at ``span`` is given first."""
    for call in outline.calls:
        if Span(outline.path, *call.at) == span and call.arguments:
            first = call.arguments[0]
            return dotted(first.value) if first.name in {None, "app"} else None
    return None


def only_one(outline: Outline, makers: frozenset[str]) -> str | None:
    """The application that a file makes, where it makes one."""
    made = {
        dotted(target)
        for assign in outline.assigns
        if isinstance(assign.value, p.Call)
        and outline.full(assign.value.function) in makers
        for target in assign.targets
    }
    return made.pop() if len(made) == 1 else None
