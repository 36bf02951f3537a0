"""Handlers that take nothing but JSON: who may read their answers, preflights decide."""

from __future__ import annotations

import pytest

from corslint.engine import lint as engine
from corslint.finding import Finding
from corslint.source import Source, Workspace

HANDLER = """
import tornado.web

from made import known


class Api(tornado.web.RequestHandler):
    def post(self):
        {guard}
        self.send_cors()
        self.write("x")

    def options(self):
        if {check}:
            self.send_cors()
            self.set_header("Access-Control-Allow-Headers", "Content-Type")
        self.set_status(204)

    def send_cors(self):
        self.set_header("Access-Control-Allow-Origin", self.request.headers["Origin"])
        self.add_header("Vary", "Origin")
"""
UNREAD = 'known(self.request.headers["Origin"])'
GUARDS = {
    "unequal": """content_type = self.request.headers.get("Content-Type", "")
        if content_type.split(";")[0] != "application/json":
            self.set_status(415)
            return""",
    "not equal": """if not self.request.headers.get("Content-Type") == "application/json":
            raise tornado.web.HTTPError(415)""",
    "does not begin": """kind = self.request.headers.get("Content-Type", "")
        if not kind.startswith("application/json"):
            raise tornado.web.HTTPError(415)""",
    "not in": """if "application/json" not in self.request.headers["Content-Type"]:
            raise tornado.web.HTTPError(415)""",
}
LAX = {
    "none": "pass",
    "equal": """if self.request.headers.get("Content-Type") == "application/json":
            return""",
    "goes on": """if self.request.headers.get("Content-Type") != "application/json":
            self.note()""",
    "another type": """if self.request.headers.get("Content-Type") != "text/plain":
            raise tornado.web.HTTPError(415)""",
}


def found(guard: str, check: str) -> list[Finding]:
    code = HANDLER.format(guard=guard, check=check)
    report = engine.lint([Source("app.py", code)], Workspace.of({"app.py": code}))
    assert report.failures == ()
    return [one for one in report.findings if one.effect.value == "open"]


@pytest.mark.parametrize("guard", GUARDS)
def test_what_preflights_are_told_decides(guard: str) -> None:
    assert found(GUARDS[guard], UNREAD) == []


@pytest.mark.parametrize("guard", GUARDS)
def test_open_preflights_open_the_handler(guard: str) -> None:
    [one] = found(GUARDS[guard], "True")
    assert one.name == "reflected-origin"
    assert one.witness is not None
    assert one.witness.request.method == "POST"
    assert one.witness.request.asks_headers == ("content-type",)


@pytest.mark.parametrize("guard", LAX)
def test_a_handler_that_takes_forms_is_open_by_itself(guard: str) -> None:
    [one] = found(LAX[guard], UNREAD)
    assert one.name == "reflected-origin"
    assert one.witness is not None
    assert one.witness.request.method == "POST"
    assert one.witness.request.asks_headers == ()
