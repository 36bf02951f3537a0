"""Which middleware around Starlette's CORS middleware answers without it, and to whom.

Executed with Starlette 1.10 and FastAPI 0.165: what an outer middleware answers has no CORS
headers, and an exception out of one is a 500 without them. Sessions, compression and what
only wraps ``call_next`` do no harm. SlowAPI's middleware: read in the source of 0.1.10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.study import Study
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.objects import called, mentions_cors
from corslint.handwritten.guarding.passing import Answer, answer_of, mentions, refusal_of
from corslint.handwritten.guarding.values import Part
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import class_of, lineage, module_of
from corslint.libraries.starlette.stack import Outer, outside
from corslint.observation import Misplaced
from corslint.policy import Policy
from corslint.source import Span

FRAMEWORKS = ("starlette.middleware.", "fastapi.middleware.")
BASES = frozenset(f"{start}base.BaseHTTPMiddleware" for start in FRAMEWORKS)
LIMITS = frozenset(
    {"slowapi.middleware.SlowAPIMiddleware", "slowapi.middleware.SlowAPIASGIMiddleware"}
)

REDIRECTS = "redirects every request by plain HTTP, preflights too, without CORS headers"
REFUSES_HOSTS = (
    "refuses or redirects requests whose Host is not on its list, without CORS headers"
)
REFUSES_MORE = "answers 429 where a limit is reached, without CORS headers"
PREFLIGHTS = "answers preflights itself, so that the CORS layer never sees them"
RAISES = "ends preflights with an exception, which is a 500 without CORS headers"
SOMETIMES = "sends its own answers without CORS headers"
LAST = (
    "Add it last, after all other middleware, or put it first in the list that the "
    "application is made with: that one runs first."
)


class Doing(NamedTuple):
    """What an outer middleware does, as a clause; ``partial``: not to every preflight."""

    clause: str
    partial: bool
    sure: bool = True


def placed(policy: Policy, study: Study) -> Policy:
    """The policy, and what stands in front of its middleware."""
    outline = module_of(study.tree, study.source.path)
    found = tuple(misplaced(policy, study, outline))
    return replace(policy, observations=(*policy.observations, *found)) if found else policy


def misplaced(policy: Policy, study: Study, outline: Outline) -> Iterator[Misplaced]:
    """At most one: what turns preflights away before what does so with some requests."""
    known = [
        (each, doing)
        for each in outside(outline, policy.span)
        if (doing := doing_of(study, outline, each)) is not None
    ]
    for each, doing in sorted(known, key=lambda pair: pair[1].partial)[:1]:
        other = Span(outline.path, *each.at)
        clause = f"`{each.name}` {each.where}, and it {doing.clause}"
        sure = each.sure and doing.sure
        yield Misplaced(policy.span, clause, other, doing.partial, LAST, sure)


def doing_of(study: Study, outline: Outline, outer: Outer) -> Doing | None:
    """None for what does no harm, or is not known to."""
    if isinstance(outer.kind, p.Function):
        return of_function(outline, outer.kind)
    name = outline.full(outer.kind)
    if name in LIMITS:
        return Doing(REFUSES_MORE, True)
    own = next((name.removeprefix(x) for x in FRAMEWORKS if name.startswith(x)), None)
    match own:
        case None:
            return of_class(study, outline, name)
        case "httpsredirect.HTTPSRedirectMiddleware":
            return Doing(REDIRECTS, False)
        case "trustedhost.TrustedHostMiddleware":
            return refuses_hosts(outer)
        case "authentication.AuthenticationMiddleware":
            return authenticates(study, outline, outer)
        case "base.BaseHTTPMiddleware":
            return given_function(outline, outer)
        case _:
            return None


def refuses_hosts(outer: Outer) -> Doing | None:
    """Without a list, and with a `*` in it, every host is welcome."""
    allowed = outer.argument("allowed_hosts")
    if not isinstance(allowed, p.Sequence):
        return None
    named = all(isinstance(each, p.Constant) for each in allowed.items)
    stars = any(isinstance(x, p.Constant) and x.value == "*" for x in allowed.items)
    return Doing(REFUSES_HOSTS, True) if named and not stars else None


def authenticates(study: Study, outline: Outline, outer: Outer) -> Doing | None:
    """The backend decides: what it raises is answered with 400."""
    backend = outer.argument("backend")
    made = backend.function if isinstance(backend, p.Call) else backend
    found = class_of(study.tree, outline, outline.full(made)) if made is not None else None
    if found is None:
        return None
    module, function = lineage(study.tree, *found).methods.get("authenticate", (None, None))
    if module is None or function is None or len(function.parameters) < 2:
        return None
    return doing(refusal_of(function, function.parameters[1].name, names_in(module)))


def given_function(outline: Outline, outer: Outer) -> Doing | None:
    """``add_middleware(BaseHTTPMiddleware, dispatch=f)``."""
    given = outer.argument("dispatch")
    named = given.id if isinstance(given, p.Name) else None
    for entry in outline.functions:
        if entry.function is not None and entry.function.name == named:
            return of_function(outline, entry.function)
    return None


def of_function(
    outline: Outline, function: p.Function, methods: Sequence[p.Function] = ()
) -> Doing | None:
    """A function of the request and of what calls the rest, or one of ``methods``."""
    taken = [each.name for each in function.parameters[1 if methods else 0 :]]
    if len(taken) < 2 or mentions_cors(function):
        return None
    rest = mentions(taken[1])
    return doing(
        answer_of(function, taken[0], Part.REQUEST, rest, names_in(outline, methods))
    )


def of_class(study: Study, outline: Outline, name: str) -> Doing | None:
    """A middleware of the project: its ``dispatch``, or ``__call__`` of plain ASGI."""
    found = class_of(study.tree, outline, name)
    if found is None:
        return None
    line = lineage(study.tree, *found)
    if not BASES.isdisjoint(line.outside):
        module, function = line.methods.get("dispatch", (None, None))
        own = [each for _, each in line.methods.values()]
        return of_function(module, function, own) if module and function else None
    return doing(called(line))


def doing(answer: Answer | None) -> Doing | None:
    if answer is None:
        return None
    if not answer.preflights:
        return Doing(SOMETIMES, True)
    clause = RAISES if answer.raises else PREFLIGHTS
    return Doing(clause, answer.partial, not answer.configured)
