"""Predictions against the installed Starlette, on configurations that nobody chose."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request as Asked
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tally import Tally, counted

from corslint.extractors.starlette import extract, predict
from corslint.observation import Effect, UnknownOption, WrongType
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

NAMES = (
    "allow_origins",
    "allow_methods",
    "allow_headers",
    "allow_credentials",
    "allow_origin_regex",
    "allow_private_network",
    "expose_headers",
    "max_age",
)

IMPORTS = """\
import re
from functools import partial
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

"""

ORIGINS = (
    "https://app.example.com",
    "https://a.example",
    "https://b.example.org:8443",
    "http://a.example",
    "https://evil.example",
    "https://app.example.co",
    "null",
)
ENTRIES = ("*", "", "https://a.example/", "a.example", "https://*.example", *ORIGINS)
METHODS = ("GET", "PUT", "put", "DELETE", "QUERY", "*", "")
HEADERS = ("*", "X-Custom", "x-custom", "Authorization", "accept", "")
REGEXES = (
    r"https://.*\.example\.com",
    r"https://a.example",
    r"^https://(a|b)\.example$",
    r".*",
    r"https?://.*",
    r"(?i)HTTPS://A\.EXAMPLE",
    r"",
    r"https://(",
)
NO_TEXTS = ("None", "True", "7", "b'*'", "re.compile('x')")


def several(pool: Sequence[str]) -> st.SearchStrategy[str]:
    """The source text of a collection of items of ``pool``."""
    items = st.lists(st.sampled_from(pool), max_size=3)
    odd = st.lists(st.sampled_from([*map(repr, pool), "None", "1", "['*']"]), max_size=2)
    return st.one_of(
        items.map(repr),
        items.map(lambda found: repr(tuple(found))),
        items.map(lambda found: repr(dict.fromkeys(found))),
        items.map(lambda found: f"(each for each in {found!r})"),
        items.map(lambda found: f"map(str.strip, {found!r})"),
        items.map(lambda found: f"{','.join(found)!r}.split(',')"),
        items.map(lambda found: repr(",".join(found))),
        odd.map(lambda found: f"[{', '.join(found)}]"),
        st.sampled_from(NO_TEXTS),
    )


OPTIONS: Mapping[str, st.SearchStrategy[str]] = {
    "allow_origins": several(ENTRIES),
    "allow_methods": several(METHODS),
    "allow_headers": several(HEADERS),
    "allow_credentials": st.sampled_from(("True", "False", "'false'", "''", "None", "0")),
    "allow_origin_regex": st.one_of(
        st.sampled_from(REGEXES).map(repr),
        st.sampled_from(REGEXES[:-1]).map(lambda text: f"re.compile({text!r}, re.I)"),
        st.sampled_from(("None", "False", "['x']", "1")),
    ),
    "allow_private_network": st.sampled_from(("True", "False")),
    "expose_headers": several(HEADERS),
    "max_age": st.sampled_from(("0", "600", "86400", "'60'", "None", "1.5", "-1")),
    "origins": st.just("['*']"),
}

FORMS: tuple[Callable[[str], str], ...] = (
    lambda given: f"Starlette().add_middleware(CORSMiddleware{given})",
    lambda given: f"app = Starlette(middleware=[Middleware(CORSMiddleware{given})])",
    lambda given: f"app = CORSMiddleware(Starlette(){given})",
)


@dataclass(frozen=True)
class Written:
    """Arguments as source text: some by position, the others by name."""

    positional: tuple[str, ...]
    named: Mapping[str, str]
    form: Callable[[str], str]

    @property
    def code(self) -> str:
        named = [f"{name}={text}" for name, text in self.named.items()]
        given = "".join(f", {each}" for each in (*self.positional, *named))
        return f"{IMPORTS}{self.form(given)}\n"

    def policy(self) -> Policy:
        return policy_in(self.code)

    def middleware(self, app: ASGIApp) -> ASGIApp:
        """The real one, with the same arguments. Raises what it raises."""
        found = {name: value_of(text) for name, text in self.named.items()}
        build: Callable[..., ASGIApp] = CORSMiddleware
        return build(app, *map(value_of, self.positional), **found)


def value_of(text: str) -> object:
    return eval(text, {"re": re})


def policy_in(code: str) -> Policy:
    workspace = Workspace.of({"main.py": code})
    [policy] = extract.extract(Source("main.py", code), workspace)
    return policy


@st.composite
def written(draw: st.DrawFn) -> Written:
    count = draw(st.integers(0, 2))
    chosen = draw(st.sets(st.sampled_from(NAMES[count:]), max_size=5))
    positional = tuple(draw(OPTIONS[name]) for name in NAMES[:count])
    named = {name: draw(OPTIONS[name]) for name in NAMES if name in chosen}
    if draw(st.integers(0, 20)) == 0:
        named["origins"] = draw(OPTIONS["origins"])
    return Written(positional, named, draw(st.sampled_from(FORMS)))


def requests() -> st.SearchStrategy[Request]:
    origins = st.sampled_from((None, *ORIGINS))
    asked = st.lists(st.sampled_from(("authorization", "x-custom", "x-other")), max_size=2)
    preflights = st.builds(
        Request,
        origins,
        st.just("OPTIONS"),
        asks_method=st.sampled_from(("GET", "PUT", "QUERY", "put")),
        asks_headers=asked.map(lambda found: tuple(sorted(set(found)))),
    )
    return st.one_of(st.builds(Request, origins, credentials=st.booleans()), preflights)


async def handler(_: Asked) -> Response:
    return PlainTextResponse("ok")


async def failing(_: Asked) -> Response:
    raise RuntimeError("the handler fails")


async def ask(app: ASGIApp, request: Request) -> tuple[int, list[tuple[str, str]]]:
    """The status and all headers of the real answer."""
    fields = [(b"cookie", b"sid=1")] if request.credentials else []
    if request.origin is not None:
        fields.append((b"origin", request.origin.encode()))
    if request.asks_method is not None:
        fields.append((b"access-control-request-method", request.asks_method.encode()))
    if request.asks_headers:
        names = ",".join(request.asks_headers).encode()
        fields.append((b"access-control-request-headers", names))
    scope: Scope = {
        "type": "http",
        "method": request.method,
        "path": request.route,
        "query_string": b"",
        "headers": fields,
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    except RuntimeError:  # the error handler answers, then lets the server log it
        assert sent
    headers = [(name.decode(), text.decode()) for name, text in sent[0]["headers"]]
    return sent[0]["status"], headers


def real(app: ASGIApp, request: Request) -> tuple[int, list[tuple[str, str]]]:
    status, headers = asyncio.run(ask(app, request))
    return status, [
        (name, text)
        for name, text in headers
        if name == "vary" or name.startswith("access-control-")
    ]


def crashes(policy: Policy) -> bool:
    return any(
        isinstance(each, (UnknownOption, WrongType)) and each.effect is Effect.CRASHES
        for each in policy.observations
    )


async def plain_app(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("ok")(scope, receive, send)


def agree(answer: Answer, found: tuple[int, list[tuple[str, str]]]) -> bool:
    status, headers = found
    assert answer.doubts == ()
    return list(answer.headers) == headers and answer.status in (None, status)


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    with counted("starlette") as found:
        yield found


@settings(max_examples=400, deadline=None)
@given(configuration=written(), asked=st.lists(requests(), min_size=1, max_size=6))
def test_any_configuration_answers_as_predicted(
    configuration: Written, asked: list[Request], tally: Tally
) -> None:
    tally.configurations += 1
    policy = configuration.policy()
    try:
        app = configuration.middleware(plain_app)
    except (TypeError, re.error):
        tally.refused += 1
        assert crashes(policy)
        assert predict(policy, asked[0]) == Answer(status=500)
        return
    assert not crashes(policy)
    for request in asked:
        same = agree(predict(policy, request), real(app, request))
        assert tally.compared(same), request


INSIDE = """\
app = Starlette(middleware=[
    Middleware(CORSMiddleware, allow_origins=["https://a.example"], allow_credentials=True)
])
"""
OUTSIDE = """\
app = CORSMiddleware(Starlette(), allow_origins=["https://a.example"], allow_credentials=True)
"""


def application(outside: bool) -> ASGIApp:
    found = {"allow_origins": ["https://a.example"], "allow_credentials": True}
    routes = [Route("/", handler), Route("/fails", failing)]
    build: Callable[..., ASGIApp] = CORSMiddleware
    if outside:
        return build(Starlette(routes=routes), **found)
    return Starlette(routes=routes, middleware=[Middleware(build, **found)])


@pytest.mark.parametrize(("code", "outside"), [(INSIDE, False), (OUTSIDE, True)])
@pytest.mark.parametrize("origin", [None, "https://a.example", "https://evil.example"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
@pytest.mark.parametrize("fails", [False, True])
def test_a_failing_handler_answers_as_predicted(
    code: str, outside: bool, origin: str | None, method: str, fails: bool
) -> None:
    asks = "GET" if method == "OPTIONS" else None
    route = "/fails" if fails else "/"
    request = Request(origin, method, asks_method=asks, route=route, fails=fails)
    if method == "OPTIONS" and origin is None:
        # Without an Origin it is no preflight, and no handler takes it.
        request = Request(origin, method, asks_method=asks, route=route)
    answer = predict(policy_in(IMPORTS + code), request)
    assert agree(answer, real(application(outside), request))


def test_around_something_else_the_errors_are_in_doubt() -> None:
    policy = policy_in(f"{IMPORTS}def wrap(app):\n    return CORSMiddleware(app)\n")
    assert predict(policy, Request("https://a.example", fails=True)).doubts
    assert not predict(policy, Request("https://a.example")).doubts
