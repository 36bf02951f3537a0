"""Patterns in code: what they are applied to, and how."""

from __future__ import annotations

import pytest

from corslint.engine import lint as engine
from corslint.source import Source, Workspace

FLASK = """\
import fnmatch
import re
from urllib.parse import urlsplit

from flask import Flask, request

app = Flask(__name__)


@app.after_request
def allow_cors(response):
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if {test}:
        response.headers["Access-Control-Allow-Origin"] = origin
    return response
"""
OPEN = {
    'fnmatch.fnmatch(origin, "https://*example.com")': "https://evilexample.com",
    're.match(r"(www\\.)?example\\.com", urlsplit(origin).hostname or "")': (
        "https://example.com.evil.example"
    ),
    're.search(r"EXAMPLE\\.COM", origin, re.IGNORECASE)': "https://example.com.evil.example",
    're.fullmatch(r"https://app.example.co.uk", origin)': "https://appxexample.co.uk",
}
CLOSED = [
    'fnmatch.fnmatch(origin, "https://app-?.example.com")',
    're.fullmatch(r"(www\\.)?example\\.com", urlsplit(origin).hostname or "")',
    're.fullmatch(r"https://example.com", origin)',
    're.match(r"https://app\\.example\\.com", origin) and origin.endswith("example.com")',
]


@pytest.mark.parametrize("test", OPEN)
def test_open(test: str) -> None:
    found = rules(test)
    assert found.get("CORS107") == OPEN[test]


@pytest.mark.parametrize("test", CLOSED)
def test_closed(test: str) -> None:
    assert "CORS107" not in rules(test)


def rules(test: str) -> dict[str, str | None]:
    """The rules that fire, each with the origin of its proof."""
    files = {"app.py": FLASK.format(test=test)}
    sources = [Source(path, text) for path, text in files.items()]
    report = engine.lint(sources, Workspace.of(files))
    assert report.failures == ()
    return {
        each.rule: each.witness.request.origin if each.witness else None
        for each in report.findings
    }
