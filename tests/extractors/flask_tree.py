"""Flask applications in memory, and what the extractor makes of them."""

from __future__ import annotations

from corslint.allow_origin import OriginEntry, OriginList, UnknownOrigins
from corslint.extractors.flask_cors import extract
from corslint.policy import Policy
from corslint.source import Source, Span, Workspace

A, B = "https://a.example", "https://b.example"
MAIN = "app.py"
START = """\
import os
import re
from flask import Blueprint, Flask
from flask_cors import CORS, cross_origin

app = Flask(__name__)
"""


class Tree:
    """Files in memory, and what the extractor makes of the main one."""

    def __init__(self, code: str, **others: str) -> None:
        self.files = {MAIN: code} | {f"{name}.py": text for name, text in others.items()}
        self.workspace = Workspace.of(self.files)

    def policies(self) -> list[Policy]:
        source = self.workspace.source(MAIN)
        assert source is not None
        return list(extract.extract(source, self.workspace))

    def span(self, text: str, path: str = MAIN) -> Span:
        """The place of ``text``, which the file holds once."""
        whole = self.files[path]
        assert whole.count(text) == 1, text
        start = whole.index(text)
        return Source(path, whole).span(start, start + len(text))


def only(code: str, **others: str) -> Policy:
    (policy,) = Tree(code, **others).policies()
    return policy


def app(call: str) -> Policy:
    return only(f"{START}{call}\n")


def entries(policy: Policy) -> tuple[OriginEntry, ...]:
    assert isinstance(policy.allow_origin, OriginList)
    return policy.allow_origin.entries


def admits(policy: Policy) -> list[str]:
    return [origin for entry in entries(policy) for origin in entry.admits]


def reason(policy: Policy) -> str:
    assert isinstance(policy.allow_origin, UnknownOrigins)
    return policy.allow_origin.reason
