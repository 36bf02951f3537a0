"""Reads a piece of source with one extractor, and asks what comes out."""

from __future__ import annotations

from collections.abc import Mapping

from corslint import registry
from corslint.evaluate.study import study
from corslint.libraries.kit.component import Component, policy_of, uses
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

GOOD, EVIL = "https://a.example", "https://evil.example"


def read(library: str, code: str, files: Mapping[str, str] | None = None) -> list[Policy]:
    workspace = Workspace.of({**(files or {}), "main.py": code})
    source = Source("main.py", code)
    return list(registry.extractor_for(library).extract(source, workspace))


def get(origin: str | None, policy: Policy, credentials: bool = False) -> Answer:
    asked = Request(origin, credentials=credentials)
    return registry.extractor_for(policy.library).answer(policy, asked)


def preflight(origin: str | None, policy: Policy, *headers: str) -> Answer:
    asked = Request(origin, "OPTIONS", asks_method="PUT", asks_headers=headers)
    return registry.extractor_for(policy.library).answer(policy, asked)


def sent(origin: str | None, policy: Policy) -> str | None:
    """Allow-Origin for a GET that is certain."""
    answer = get(origin, policy)
    assert answer.doubts == ()
    return answer.value("Access-Control-Allow-Origin")


def as_of(library: str, component: Component, code: str) -> list[Policy]:
    """What an earlier version's component makes of a file."""
    found = study(Source("main.py", code), Workspace.of({"main.py": code}))
    return [policy_of(library, component, use, None) for use in uses(component, found)]
