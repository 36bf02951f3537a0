"""What is predicted for handshakes, against Tornado really judging them."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from corslint.allow_origin import OriginProgram, parts_of
from corslint.extractors.websocket_origin import extract, predict
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.wire import FOREIGN_ORIGIN, Certainty, Request

PROGRAM = """
from urllib.parse import urlparse, urlsplit

from tornado.websocket import WebSocketHandler

ALLOWED = {"https://app.example.com", "https://admin.example.org"}
TEXT = "https://app.example.com,https://admin.example.org"


class Base(WebSocketHandler):
    def check_origin(self, origin):
        return origin == "https://base.example.net" or super().check_origin(origin)


class Socket(%s):
    def check_origin(self, origin):
%s
"""
ORIGINS = (
    "null",
    FOREIGN_ORIGIN,
    "http://evil.example:8080",
    "https://app.example.com",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://app.example.com.evil.example",
    "https://evilexample.com",
    "https://admin.example.org",
    "https://base.example.net",
    "https://app.example.co",
)
HOSTS = ('"app.example.com"', '"example.com"', '".example.com"', '"example.co"')
STARTS = (
    '"https://app."',
    '"https://"',
    '"http://app.example.com"',
    '("https://a", "null")',
)
SUBJECTS = (
    "origin",
    "origin.lower()",
    "(urlparse(origin).hostname or '')",
    "urlsplit(origin).netloc",
    "origin.split('//')[-1]",
    "origin.partition('://')[2].split(':')[0]",
    "origin[8:]",
)

subjects = st.sampled_from(SUBJECTS)
hosts = st.sampled_from(HOSTS)
atoms = st.one_of(
    st.builds("{}.endswith({})".format, subjects, hosts),
    st.builds("{}.startswith({})".format, subjects, st.sampled_from((*HOSTS, *STARTS))),
    st.builds("{} in {}".format, hosts, subjects),
    st.builds("{} == {}".format, subjects, hosts),
    st.builds("{} != {}".format, subjects, st.sampled_from((*HOSTS, '"null"'))),
    st.builds("{} in ({}, {})".format, subjects, hosts, hosts),
    st.builds(
        "{}.find({}) {}".format, subjects, hosts, st.sampled_from((">= 0", "> 0", "== -1"))
    ),
    st.builds(
        "urlsplit(origin).scheme == {}".format, st.sampled_from(('"https"', '"http"'))
    ),
    st.sampled_from(
        (
            "origin in ALLOWED",
            "origin in TEXT",
            "origin in TEXT.split(',')",
            "any(origin.startswith(each) for each in sorted(ALLOWED))",
            "any(map(origin.endswith, ('example.org', '.net')))",
            "all(each in origin for each in ('app', 'example'))",
            "super().check_origin(origin)",
            "WebSocketHandler.check_origin(self, origin)",
            "urlsplit(origin).port == 8443",
            "len(origin) > 25",
            "True",
            "False",
        )
    ),
)
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
    ),
    max_leaves=5,
)
answers = expressions.map("return {}".format)
guarded = st.builds("if {}:\n    return {}\n{}".format, expressions, expressions, answers)
raising = st.builds("if {}:\n    raise ValueError(origin)\n{}".format, expressions, answers)
falling = st.builds("if {}:\n    return True".format, expressions)
bodies = st.one_of(answers, guarded, raising, falling)


def program(body: str, base: str = "WebSocketHandler") -> str:
    indented = "".join(f"        {line}\n" for line in body.splitlines())
    return PROGRAM % (base, indented)


def policy_of(code: str) -> Policy:
    workspace = Workspace.of({"main.py": code})
    source = workspace.source("main.py")
    assert source is not None
    return list(extract.extract(source, workspace))[-1]


def handler_of(code: str) -> type[WebSocketHandler]:
    names: dict[str, Any] = {}
    exec(compile(code, "main.py", "exec"), names)
    made: type[WebSocketHandler] = names["Socket"]
    return made


def judged(handler: type[WebSocketHandler], origin: str) -> bool:
    """What the method says, asked as Tornado asks it; to raise is to refuse."""
    headers = HTTPHeaders({"Host": "server.test:8888", "Origin": origin})
    start = RequestStartLine("GET", "/ws", "HTTP/1.1")
    request = HTTPServerRequest(headers=headers, connection=Mock(), start_line=start)
    try:
        return bool(handler(Application(), request).check_origin(origin))
    except ValueError:
        return False


def accepted(policy: Policy, origin: str) -> bool:
    answer = predict(policy, Request(origin, websocket=True))
    assert answer.doubts == ()
    return answer.status == 101


@settings(max_examples=400)
@given(bodies, st.sampled_from(("WebSocketHandler", "Base")))
def test_prediction_is_what_the_method_says(body: str, base: str) -> None:
    code = program(body, base)
    policy, handler = policy_of(code), handler_of(code)
    assert {origin: accepted(policy, origin) for origin in ORIGINS} == {
        origin: judged(handler, origin) for origin in ORIGINS
    }


@settings(max_examples=100)
@given(bodies)
def test_a_program_decides_as_the_method_does(body: str) -> None:
    """The part that rules ask says the same as the prediction."""
    code = program(body)
    handler = handler_of(code)
    for part in parts_of(policy_of(code).allow_origin):
        if isinstance(part, OriginProgram):
            for origin in ORIGINS:
                expected = Certainty.YES if judged(handler, origin) else Certainty.NO
                assert part.decide(origin) is expected


SERVED = {
    "everybody": "return True",
    "nobody": "return False",
    "its own host": "return super().check_origin(origin)",
    "a list": "return origin in ALLOWED",
    "an ending": 'return origin.endswith("example.com")',
    "an ending or its own host": (
        'return super().check_origin(origin) or origin.endswith("example.com")'
    ),
    "raises": "raise ValueError(origin)",
}


async def served(handler: type[WebSocketHandler], origins: tuple[str, ...]) -> list[bool]:
    """Which handshakes a server on loopback accepts."""
    server = HTTPServer(Application([("/ws", handler)], log_function=Mock()))
    sock, port = bind_unused_port()
    server.add_socket(sock)
    try:
        return [await opens(f"ws://127.0.0.1:{port}/ws", origin) for origin in origins]
    finally:
        server.stop()
        await server.close_all_connections()


async def opens(url: str, origin: str) -> bool:
    try:
        connection = await websocket_connect(HTTPRequest(url, headers={"Origin": origin}))
    except HTTPClientError:
        return False
    connection.close()
    return True


@pytest.mark.parametrize("name", SERVED)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_prediction_is_what_a_server_does(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")
    code = program(SERVED[name])
    policy = policy_of(code)
    found = asyncio.run(served(handler_of(code), ORIGINS))
    assert [accepted(policy, origin) for origin in ORIGINS] == found
