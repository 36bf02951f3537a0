"""Which rows of a map apply on a path, and what a comparison tells about the caller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.pattern import compiled
from corslint.nginx.state import Exactly, Matches, Nobody, State
from corslint.nginx.text import Captured, NotKnown, Part, Text, TheOrigin, joined
from corslint.nginx.variables import Row, Table, universal
from corslint.source import Span

MAX_MATCHES = 500
NOT_FOUND = "listed in a file that was not found"


def rows(
    table: Table, source: Text, state: State, fuel: Fuel
) -> Iterator[tuple[State, Row | None]]:
    """Which rows may apply, and what that says about the caller."""
    for row, reason in table.unclear:
        yield replace(state, unknown=(reason, row.key_span)), row
    if not table.complete:
        yield replace(state, unknown=(NOT_FOUND, table.span)), None
    if source.plain is not None:
        yield from plain_rows(table, source.plain, state, fuel)
    elif source.parts == (TheOrigin(),):
        yield from origin_rows(table, state, fuel)
    else:
        yield from any_rows(table, source, state)


def plain_rows(
    table: Table, text: str, state: State, fuel: Fuel
) -> Iterator[tuple[State, Row | None]]:
    exact = table.exact.get(text.lower())
    if exact is not None:
        yield state, exact
        return
    # ngx_http_map_find looks at no pattern for an empty text (run: nginx 1.22.1).
    for row in (*table.wildcards, *table.patterns) if text else ():
        found = compiled(row.key, ignore_case=row.ignore_case).search(text, fuel)
        if found is not None:
            yield with_names(replace(state, matched=found), row), row
            return
    yield state, table.default


def origin_rows(
    table: Table, state: State, fuel: Fuel
) -> Iterator[tuple[State, Row | None]]:
    for text, row in table.exact.items():
        if not text:
            yield replace(state, caller=Nobody()), row
        elif possible(text, state, fuel):
            yield replace(state, caller=Exactly(text, row.key, row.key_span)), row
    state = replace(state, excluded=state.excluded.union(table.exact))
    for row in (*table.wildcards, *table.patterns):
        if universal(row.key):
            yield state, row
            return
        match = Matches(row.key, row.ignore_case, row.key_span)
        if replace(match, negated=True) not in state.matches:
            yield with_names(learn(state, match, fuel), row), row
        if match in state.matches:
            return
        state = learn(state, replace(match, negated=True), fuel)
    yield state, table.default


def possible(text: str, state: State, fuel: Fuel) -> bool:
    """Whether the Origin can still be ``text`` on this path."""
    if text in state.excluded:
        return False
    return all(agrees(match, text, fuel) for match in state.matches)


def any_rows(
    table: Table, source: Text, state: State
) -> Iterator[tuple[State, Row | None]]:
    """Every row may apply: the source depends on more than the Origin."""
    decided = any(isinstance(part, TheOrigin | Captured) for part in source.parts)
    rows = (*table.exact.values(), *table.wildcards, *table.patterns, table.default)
    for row in rows:
        span = table.span if row is None else row.key_span
        path = replace(state, tangled=True) if decided else state.assume(span)
        yield replace(path, matched=None) if row in table.patterns else path, row


def agrees(match: Matches, text: str, fuel: Fuel) -> bool:
    """Whether an Origin ``text`` may be one that ``match`` speaks of."""
    try:
        expression = compiled(match.pattern, ignore_case=match.ignore_case)
    except UndecidableError:
        return True
    return (expression.search(text, fuel) is None) is match.negated


def learn(state: State, match: Matches, fuel: Fuel) -> State:
    """The state with what a comparison told; only a match changes what ``$1`` is."""
    fuel.spend(1 + 5 * len(state.matches))
    if len(state.matches) > MAX_MATCHES:
        raise UndecidableError("has too many patterns")
    matches = state.matches if match in state.matches else (*state.matches, match)
    return replace(
        state, matches=matches, matched=state.matched if match.negated else match
    )


def with_names(state: State, row: Row) -> State:
    return named(state, row.key, row.ignore_case, row.key_span)


def group(state: State, number: int) -> Part:
    """What ``$1`` is after the last pattern that matched."""
    matched = state.matched
    if matched is None:
        return NotKnown("made of a group of a pattern")
    if isinstance(matched, Matches):
        return Captured(matched.pattern, matched.ignore_case, number)
    return (matched[number] if number < len(matched) else None) or ""


def named(state: State, pattern: str, ignore_case: bool, span: Span) -> State:
    """The state with the named groups of the pattern that just matched as variables."""
    try:
        names = compiled(pattern, ignore_case=ignore_case).names
    except UndecidableError:
        return state
    new = {
        name.lower(): Text(joined(iter((group(state, number),))), span)
        for name, number in names.items()
    }
    return replace(state, variables={**state.variables, **new}) if new else state
