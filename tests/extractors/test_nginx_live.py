"""What is predicted for nginx is what nginx 1.22 sends."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import nginx_server
import pytest
from nginx_server import Server

from corslint.extractors import nginx
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Request

REQUIRED = os.environ.get("CORSLINT_REQUIRE_SERVERS") == "1"

ORIGINS = (
    None,
    "null",
    "https://app.example",
    "https://admin.example",
    "https://evil.example",
    "http://app.example",
    "https://app.example:8443",
    "https://a.shop.example",
    "https://b.a.shop.example",
    "https://shop.example",
    "https://a.shop.example.evil.example",
    "https://evilshop.example",
    "https://APP.example",
    "http://localhost:3000",
    "https://app.example.evil.example",
)

PAGE = "/page.html"
"""A file that is served; a handler that fails is then a file that is not there."""

DATA = Path(__file__).parents[1] / "data" / "nginx"
SITES = {path.stem: path.read_text("utf-8") for path in sorted(DATA.glob("*.conf"))}
"""Sites by name; ``LISTEN``, ``BACKEND`` and ``ROOT`` stand for what differs by run."""

GENERATED: dict[str, str] = {}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    require()
    sites = {name_of(name): text for name, text in {**SITES, **GENERATED}.items()}
    with nginx_server.running(sites, tmp_path_factory.mktemp("nginx")) as found:
        yield found


def require() -> None:
    reason = nginx_server.missing()
    if reason is not None:
        if REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)


def name_of(site: str) -> str:
    return f"{site}.test"


def requests(route: str) -> Iterator[Request]:
    missing = "/missing" if route == PAGE else route
    for origin in ORIGINS:
        yield Request(origin, route=route)
        yield Request(origin, route=missing, fails=True)
        yield Request(origin, "POST", route=route)
        yield Request(
            origin,
            "OPTIONS",
            asks_method="PUT",
            asks_headers=("content-type", "x-a"),
            route=route,
        )


def compare(server: Server, site: str, policies: list[Policy], route: str) -> None:
    """Every policy predicts for every request what nginx sends."""
    for request in requests(route):
        status, headers = server.lines(name_of(site), request)
        seen = cors(headers)
        for policy in policies:
            answer = nginx.extract.answer(policy, request)
            where = f"{request}, policy of line {policy.span.line}, {answer.doubts}"
            assert answer.doubts == (), where
            assert cors(answer.headers) == seen, where
            if answer.status is not None and not (request.fails and route == PAGE):
                assert answer.status == status, where


def cors(headers: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> list[str]:
    """The CORS lines in one form; a client joins a line that is folded."""
    return sorted(
        f"{name.lower()}: {value.strip()}"
        for name, value in headers
        if name.lower() == "vary" or name.lower().startswith("access-control-")
    )


def inner(policies: list[Policy], route: str) -> list[Policy]:
    """The policies of the location for ``route``, or of the server around it."""
    own = [policy for policy in policies if policy.scope == (route,)]
    return own or [policy for policy in policies if not policy.scope]


def policies_of(text: str) -> list[Policy]:
    text = nginx_server.site("a.test", text, 80, Path("/srv"))
    return list(nginx.extract.extract(Source("site.conf", text), Workspace.of({})))


@pytest.mark.parametrize("name", SITES)
def test_prediction_is_what_nginx_sends(server: Server, name: str) -> None:
    route = PAGE if name.startswith("files") else "/"
    compare(server, name, inner(policies_of(SITES[name]), "/"), route)
