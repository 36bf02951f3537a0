"""Asks programs that write CORS headers themselves: what would each request be sent?"""

from __future__ import annotations

from corslint.extractors.response_headers import extract, predict
from corslint.handwritten.answering import Handler
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN, FOREIGN_ORIGIN, VARY, Request

LISTED = "https://a.example"
"""The origin that the programs here allow, where they do not allow all."""

ORIGINS = (None, "null", FOREIGN_ORIGIN, LISTED, LISTED + ".evil.test")
NAMES = (ALLOW_ORIGIN, ALLOW_CREDENTIALS, VARY)

ECHO = {origin: [origin] if origin else [] for origin in ORIGINS}
"""Who sends an Origin gets it back."""

ONLY_LISTED = {origin: [LISTED] if origin == LISTED else [] for origin in ORIGINS}


def policies(code: str, **others: str) -> list[Policy]:
    """What is read from a file, and from others beside it that it may import."""
    files = {"main.py": code} | {f"{name}.py": text for name, text in others.items()}
    workspace = Workspace.of(files)
    source = workspace.source("main.py")
    assert source is not None
    return list(extract.extract(source, workspace))


def of_handlers(found: list[Policy]) -> list[Policy]:
    """The policies of handlers; hooks alone stand for handlers that write nothing."""
    sinks = {
        id(each): each.settings.sink for each in found if isinstance(each.settings, Handler)
    }
    return [each for each in found if sinks[id(each)].entry.function] or found


def answer(found: list[Policy], origin: str | None) -> list[list[str]] | None:
    """The headers ``NAMES`` that one request gets; None where something is in doubt."""
    answers = [predict(policy, Request(origin)) for policy in of_handlers(found)]
    if any(each.doubts for each in answers):
        return None
    longest = max(answers, key=lambda each: len(each.headers), default=None)
    return [longest.lines(name) if longest else [] for name in NAMES]


def answers(code: str, **others: str) -> dict[str | None, list[list[str]] | None]:
    found = policies(code, **others)
    assert found, "nothing was read"
    return {origin: answer(found, origin) for origin in ORIGINS}


def allowed(code: str, **others: str) -> dict[str | None, list[str] | None]:
    """The Allow-Origin that each request gets."""
    return {origin: got and got[0] for origin, got in answers(code, **others).items()}
