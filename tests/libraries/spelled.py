"""Asks an extractor about source code that a test spells out."""

from __future__ import annotations

from corslint import registry
from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginList,
    OriginPattern,
    UnknownOrigins,
    parts_of,
)
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

EVIL = "https://evil.example"
GOOD = "https://a.example"


def policies(library: str, code: str, path: str = "main.py", **beside: str) -> list[Policy]:
    """What is read from ``code``, with modules of the names ``beside`` it."""
    files = {path: code, **{f"{name}.py": text for name, text in beside.items()}}
    workspace = Workspace.of(files)
    return list(registry.extractor_for(library).extract(Source(path, code), workspace))


def answer(
    policy: Policy,
    origin: str | None = GOOD,
    *,
    fails: bool = False,
    websocket: bool = False,
) -> Answer:
    request = Request(origin, fails=fails, websocket=websocket)
    return registry.extractor_for(policy.library).answer(policy, request)


def preflight(policy: Policy, origin: str = GOOD, *headers: str) -> Answer:
    request = Request(origin, "OPTIONS", asks_method="GET", asks_headers=headers)
    return registry.extractor_for(policy.library).answer(policy, request)


def lines(answer: Answer) -> list[tuple[str, str]]:
    """The headers, whose order says nothing."""
    return sorted(answer.headers)


def named(origins: AllowOrigin) -> list[str]:
    """Whom a policy lets in, in a word for each."""
    found: list[str] = []
    for part in parts_of(origins):
        match part:
            case AnyOrigin():
                found.append("*")
            case OriginList(entries=entries, complete=complete):
                found += [entry.text for entry in entries]
                found += [] if complete else ["..."]
            case OriginPattern(text=text):
                found.append(f"/{text}/")
            case UnknownOrigins():
                found.append("?")
            case _:
                raise AssertionError(part)
    return found
