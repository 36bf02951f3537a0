"""What is worth a word at a level, whether or not it sends Allow-Origin itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.allow_origin import UnknownOrigins
from corslint.nginx.levels import Level
from corslint.nginx.losses import losses
from corslint.nginx.refused import refused
from corslint.nginx.spelling import misspelt
from corslint.observation import Observation
from corslint.policy import Layer, Policy, unsent
from corslint.source import Span
from corslint.value import Unknown

LIBRARY = "nginx"
LUA_HEADER = re.compile(r"access[-_]control[-_]allow[-_]origin", re.IGNORECASE)


def observations(carrier: Level) -> Iterator[Observation]:
    """Everything noticed about the headers that ``carrier`` writes."""
    yield from own(carrier)
    yield from losses(carrier)


def own(level: Level) -> Iterator[Observation]:
    for header in (*level.own_added, *level.own_replaced):
        if (found := misspelt(header)) is not None:
            yield found
    yield from refused(level)


def remarks(level: Level) -> Iterator[Policy]:
    """A policy for the observations at a level that sends no Allow-Origin."""
    found = tuple(own(level))
    if found:
        reason = "nginx does not send Access-Control-Allow-Origin here"
        yield bare(level, found[0].span, found[0].span, reason, found)


def in_lua(level: Level) -> Iterator[Policy]:
    """A policy, unknown, for every piece of Lua that speaks of Allow-Origin."""
    for directive in level.body:
        lua = "_by_lua" in directive.name.text and bool(directive.words)
        if lua and LUA_HEADER.search(directive.words[-1].text):
            span, reason = directive.name.span, "the origins are decided by Lua code"
            yield bare(level, span, directive.span, reason, ())


def bare(
    level: Level,
    span: Span,
    statement: Span,
    reason: str,
    found: tuple[Observation, ...],
) -> Policy:
    return Policy(
        library=LIBRARY,
        layer=Layer.PROXY,
        allow_origin=UnknownOrigins(reason, span),
        span=span,
        statement=statement,
        **unsent(span),
        vary=Unknown(reason, span),
        scope=level.scope,
        observations=found,
        stray=bool(found),
    )
