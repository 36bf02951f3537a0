"""Every policy of a run as it was read: what ``corslint policies`` shows."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import TextWrapper
from typing import TYPE_CHECKING

from corslint.finding import Note
from corslint.policy import Channel, Policy
from corslint.reporters.plain_data import Json
from corslint.reporters.policy_data import policy_data
from corslint.reporters.policy_words import (
    deployed_words,
    observation_words,
    origins_words,
    value_words,
)
from corslint.source import Span
from corslint.terminal import clean
from corslint.wire import Certainty

if TYPE_CHECKING:
    from corslint.engine.lint import Report

NAME_WIDTH = 13
NARROWEST = 40
NO_BREAK = "\N{NO-BREAK SPACE}"
CERTAINTY = {Certainty.YES: "yes", Certainty.MAYBE: "cannot be told", Certainty.NO: "no"}

KINDS = {Channel.WEBSOCKET: "WebSocket", Channel.GUARD: "Origin guard"}

Row = tuple[str, str, Span]
"""A name, what it is, and where that is written."""


def policies_data(report: Report) -> list[dict[str, Json]]:
    """All policies by path and line, as plain data."""
    return [policy_data(policy) for policy in sorted(report.policies, key=where)]


def render_policies(report: Report, *, width: int = 80) -> str:
    """All policies by path and line, for people; ``width`` is in terminal cells.

    After them the places that were not followed to the end.
    """
    policies = sorted(report.policies, key=where)
    shown = [text(policy, max(width, NARROWEST)) for policy in policies]
    limits = "".join(map(limit, report.limits))
    return "\n".join([*shown, limits] if limits else shown)


def limit(note: Note) -> str:
    span = note.span
    return (
        clean(f"{span.path}:{span.line}:{span.column} not followed to the end: {note.text}")
        + "\n"
    )


def where(policy: Policy) -> Span:
    return policy.span


def text(policy: Policy, width: int) -> str:
    lines = [clean(title(policy))]
    before = ""
    for name, words, span in rows(policy):
        lines += row(name if name != before else "", words, at(span, policy.span), width)
        before = name
    return "".join(f"{line}\n" for line in lines)


KINDS = {Channel.WEBSOCKET: "WebSocket", Channel.FORM: "forms"}


def title(policy: Policy) -> str:
    span = policy.span
    version = f" {policy.version.version}" if policy.version else ""
    development = ", development only" if policy.development else ""
    place = f"{span.path}:{span.line}:{span.column}"
    kind = KINDS.get(policy.channel, policy.layer.value)
    return f"{place} {policy.library}{version} ({kind}{development})"


def rows(policy: Policy) -> Iterator[Row]:
    if policy.deployment is not None:
        for name, span in policy.deployment.settings:
            yield "deployment", deployed_words(name, policy.deployment), span
    if policy.version is not None:
        where = policy.version.span or policy.span
        yield "version", f"{policy.version.version}, {policy.version.why}", where
    if policy.scope:
        yield "routes", ", ".join(policy.scope), policy.span
    for words, span in origins_words(policy.allow_origin):
        yield "origins", words, span
    if policy.channel is Channel.HTTP:
        yield from header_rows(policy)
    for test in policy.tests:
        yield "condition", "it applies only where this test holds", test
    for observation in policy.observations:
        yield "remark", observation_words(observation), observation.span


def header_rows(policy: Policy) -> Iterator[Row]:
    """What is sent beside Allow-Origin; a handshake has none of it."""
    for name, value in (
        ("credentials", policy.allow_credentials),
        ("methods", policy.allow_methods),
        ("headers", policy.allow_headers),
        ("exposed", policy.expose_headers),
        ("max-age", policy.max_age),
    ):
        yield name, value_words(value, header_value), value.span
    if policy.depends_on_origin:
        yield "vary", value_words(policy.vary, yes_or_no), policy.vary.span
    yield "preflight", f"answered: {CERTAINTY[policy.preflight]}", policy.span
    yield "errors", f"with CORS headers: {CERTAINTY[policy.on_errors]}", policy.span


def header_value(value: str | None) -> str:
    return "not sent" if value is None else value or "(empty)"


def yes_or_no(value: bool) -> str:
    return "Origin" if value else "not sent"


def at(span: Span, home: Span) -> str:
    """Where it stands, unless that is the line of the policy itself."""
    if span.path != home.path:
        return f"({span.path}:{span.line})"
    return "" if span.line == home.line else f"(line {span.line})"


def row(name: str, words: str, place: str, width: int) -> list[str]:
    wrapper = TextWrapper(
        width=width,
        initial_indent=f"  {name:<{NAME_WIDTH}}",
        subsequent_indent=" " * (NAME_WIDTH + 2),
        break_on_hyphens=False,
    )
    # A place is not broken over two lines; clean text holds no such space of its own.
    whole = f"{clean(words)} {clean(place).replace(' ', NO_BREAK)}"
    return [line.replace(NO_BREAK, " ") for line in wrapper.wrap(whole)]
