"""Where the middleware stands among the others: too low, or nowhere.

Executed with Django 5.2 and django-cors-headers 4.9: what answers above it answers without
CORS headers. CSRF and login checks do not: they work on the view, below all of them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from corslint import program as p
from corslint.allow_origin import UnknownOrigins
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.evaluate.things import Const, Listing
from corslint.handwritten.guarding.passing import Answer
from corslint.libraries.django_cors_headers.evidence import (
    MIDDLEWARE,
    assigned,
    completed_elsewhere,
    installed,
    stands_alone,
)
from corslint.libraries.django_cors_headers.files import Holder, Way
from corslint.libraries.django_cors_headers.middleware import answer_by
from corslint.observation import Inactive, Misplaced
from corslint.policy import Policy
from corslint.source import Source
from corslint.wire import Certainty

COMMON = "django.middleware.common.CommonMiddleware"
SECURITY = "django.middleware.security.SecurityMiddleware"
SLASH = "APPEND_SLASH"
REDIRECT = "SECURE_SSL_REDIRECT"

BELOW_COMMON = (
    "`CommonMiddleware` stands above it and redirects a path that lacks its last slash, "
    "and that redirect has no CORS headers"
)
BELOW_SECURITY = (
    "`SecurityMiddleware` stands above it and redirects every request by plain HTTP, "
    f"preflights too, as `{REDIRECT}` says, and these redirects have no CORS headers"
)
PREFLIGHTS = "answers preflights itself, and these answers have no CORS headers"
SOMETIMES = "sends its own answers without CORS headers"
IDLE = f"`MIDDLEWARE` has no `{MIDDLEWARE}`, and without it the other settings do nothing"
FIRST = (
    "In `MIDDLEWARE` put it first, or right below what only changes the request: requests "
    "go through that list from the top."
)
CORS = "cors"
STACK = "MIDDLEWARE"
MAX_SIBLINGS = 100


def standing(policy: Policy, way: Way, study: Study, holder: Holder) -> Policy:
    """The policy, and what its middleware's place makes of it."""
    if absent(study) and stands_alone(study, holder):
        seen = Inactive(policy.span, IDLE)
        return replace(
            policy,
            allow_origin=UnknownOrigins(IDLE, policy.span),
            observations=(*policy.observations, seen),
            preflight=Certainty.NO,
            on_errors=Certainty.NO,
            stray=True,
            settings=None,
        )
    found = () if completed_elsewhere(study) else misplaced(way, study, holder)
    return replace(policy, observations=(*policy.observations, *found))


def absent(study: Study) -> bool:
    """Whether the list is written out and nothing in it can be the middleware."""
    names = listed(study.program.body)
    if not names or any(CORS in each.lower() or own(each, study) for each in names):
        return False
    return not any(STACK in source.text for source in siblings(study))


def siblings(study: Study) -> Iterator[Source]:
    """The files beside the settings, which may take them in and add to them."""
    folder, workspace = posixpath.dirname(study.source.path), study.tree.workspace
    paths = (posixpath.join(folder, name) for name in workspace.names(folder))
    others = (path for path in paths if path.endswith(".py") and path != study.source.path)
    yield from filter(None, map(workspace.source, islice(others, MAX_SIBLINGS)))


def listed(body: p.Block) -> list[str]:
    """The texts of the list where the file says nothing else of it; empty otherwise."""
    mentions = [
        each for each in walk(body) if isinstance(each, p.Name) and each.id == STACK
    ]
    if len(mentions) != 1:
        return []
    for statement in body:
        match statement:
            case p.Assign(targets=(p.Name(id=name),), value=p.Sequence(items=items)) if (
                name == STACK
            ):
                found = [each.value for each in items if isinstance(each, p.Constant)]
                texts = [each for each in found if isinstance(each, str)]
                return texts if len(texts) == len(items) else []
            case _:
                pass
    return []


def own(name: str, study: Study) -> bool:
    """Whether a middleware is the project's own and has to do with CORS."""
    path = study.tree.find(study.source.path, name.rpartition(".")[0])
    source = study.tree.workspace.source(path) if path else None
    return source is not None and CORS in source.text.lower()


def misplaced(way: Way, study: Study, holder: Holder) -> Iterator[Misplaced]:
    stack, here = way.names.get(STACK), installed(way)
    if not isinstance(stack, Listing) or here is None:
        return
    above = {
        each.value: each
        for each in stack.items[: next(i for i, x in enumerate(stack.items) if x is here)]
        if isinstance(each, Const)
    }
    span = here.trace.span
    if SECURITY in above and switched_on(REDIRECT, holder.block):
        yield Misplaced(span, BELOW_SECURITY, above[SECURITY].trace.span, instead=FIRST)
    if COMMON in above and SLASH not in assigned(holder.block):
        yield Misplaced(span, BELOW_COMMON, above[COMMON].trace.span, True, FIRST)
    for name, entry in above.items():
        answer = answer_by(study, name) if isinstance(name, str) else None
        if isinstance(name, str) and answer is not None:
            clause = f"`{name.rpartition('.')[2]}` stands above it, and it {does(answer)}"
            other, partial = entry.trace.span, answer.partial or not answer.preflights
            sure = not answer.configured
            yield Misplaced(span, clause, other, partial, FIRST, sure)


def does(answer: Answer) -> str:
    return PREFLIGHTS if answer.preflights else SOMETIMES


def switched_on(name: str, block: p.Block) -> bool:
    """Whether the file certainly sets a switch: once, and to True."""
    values = [
        statement.value
        for statement in nested(block)
        if isinstance(statement, p.Assign)
        for target in statement.targets
        if isinstance(target, p.Name) and target.id == name
    ]
    first = values[0] if len(values) == 1 else None
    top = any(
        isinstance(statement, p.Assign) and statement.value is first for statement in block
    )
    return top and isinstance(first, p.Constant) and first.value is True
