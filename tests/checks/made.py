"""Policies made by hand: what no example can say, an extractor's words need not be real."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from corslint import rulebook
from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    Sent,
    UnknownOrigins,
)
from corslint.check import PolicyCheck, TrustCheck
from corslint.finding import Severity, Violation
from corslint.origins.trusted import trusted
from corslint.policy import Layer, Policy, nothing
from corslint.source import Span
from corslint.value import FromEnv, Known, OneOf, Unknown, Value
from corslint.wire import Certainty


def at(line: int, column: int = 1) -> Span:
    return Span("app.py", line, column, line, column + 10)


CALL = Span("app.py", 1, 1, 9, 2)

UNKNOWN = UnknownOrigins("it comes from the database", at(2))
ECHO = AnyOrigin(Sent.ECHO, at(2))
WILDCARD = AnyOrigin(Sent.WILDCARD, at(2))

YES: Value[str | None] = Known("true", at(3))
NO: Value[str | None] = nothing(CALL)
LOST: Value[str | None] = Unknown("it comes from the database", at(3))
YES_BY_DEFAULT: Value[str | None] = FromEnv("ALLOW_COOKIES", "true", at(3), (at(40),))
MAYBE_YES: Value[str | None] = OneOf((Known("true", at(3)), Known(None, at(4))), at(3))


def entries(
    *found: OriginEntry, complete: bool = True, constant: bool = False
) -> OriginList:
    return OriginList(found, at(2), complete, constant)


def exactly(*texts: str) -> OriginList:
    return entries(*(OriginEntry(text, at(2), (text,)) for text in texts))


def policy(
    allow_origin: AllowOrigin, credentials: Value[str | None] = NO, **others: Any
) -> Policy:
    """A policy that starts on line 1; its origins stand on line 2, credentials on 3."""
    fields: dict[str, Any] = {
        "library": "made",
        "layer": Layer.APP,
        "span": CALL,
        "statement": CALL,
        "allow_methods": NO,
        "allow_headers": NO,
        "expose_headers": NO,
        "max_age": NO,
        "vary": Known(True, CALL),
        "preflight": Certainty.YES,
    }
    return Policy(
        allow_origin=allow_origin, allow_credentials=credentials, **fields | others
    )


def run(rule: str, made: Policy, *listed: str) -> list[Violation]:
    """What the check of ``rule`` says; every fact that its words need must be there.

    ``listed`` are the origins that the project trusts, for a rule that asks for them.
    """
    check = import_module(f"corslint.checks.{rule.replace('-', '_')}").check
    assert isinstance(check, PolicyCheck | TrustCheck)
    judged = check.run(made, trusted(listed)) if listed else check.run(made)
    found = list(judged)
    assert not list(unsaid(rule, found))
    return found


def unsaid(rule: str, found: list[Violation]) -> Iterator[str]:
    words = rulebook.load()[rule]
    for one in found:
        for template in (words.message, words.why, words.fix):
            try:
                template.format_map({"remedy": "", **one.facts})
            except KeyError as missing:
                yield str(missing)


def message(rule: str, violation: Violation) -> str:
    return rulebook.load()[rule].message.format_map(violation.facts)


def level(rule: str, violation: Violation) -> Severity:
    base = rulebook.load()[rule].severity
    return base if violation.severity is None else violation.severity
