"""What is predicted for nginx is what nginx 1.22 sends."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nginx_server
import pytest
from nginx_generator import Generator
from nginx_server import Server

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginList,
    OriginPattern,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    UnknownOrigins,
)
from corslint.extractors import nginx
from corslint.observation import (
    Effect,
    LostInheritance,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.origin import malformed
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.syntax.nginx import parse
from corslint.wire import ALLOW_ORIGIN, Certainty, Request

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

SEED = 20260819
GENERATOR = Generator(SEED)
GENERATED = {f"generated-{number}": GENERATOR.site() for number in range(60)}

# Written word, and what nginx is expected to read it as.
WORDS = (
    ("'a b'", "a b"),
    ('"a b"', "a b"),
    ('"it\'s"', "it's"),
    (r"\"a\"", '"a"'),
    (r'"a \"b\" c"', 'a "b" c'),
    (r"'a \'b\''", "a 'b'"),
    (r"a\ b", r"a\ b"),
    (r"a\;b", r"a\;b"),
    (r"a\\b", r"a\b"),
    (r'"^a\.b{2,3}"', r"^a\.b{2,3}"),
    ("a#b", "a#b"),
    ("a'b'", "a'b'"),
    ("'a;b{c}'", "a;b{c}"),
    ('"a\n  b"', "a\n  b"),
    (r'"a\tb\nc"', "a\tb\nc"),
    ("a}", "a}"),
    ('""', ""),
)
SPELLED = {
    f"word-{number}": f"server {{ LISTEN set $word_{number} {written};"
    f' return 200 "[$word_{number}]"; }}'
    for number, (written, _) in enumerate(WORDS)
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    require()
    texts = {**SITES, **GENERATED, **SPELLED}
    sites = {name_of(name): text for name, text in texts.items()}
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


def inner(policies: list[Policy]) -> list[Policy]:
    """The policies of the location, or of the server around it where it has none."""
    own = [policy for policy in policies if policy.scope]
    return own or policies


def policies_of(text: str) -> list[Policy]:
    text = nginx_server.site("a.test", text, 80, Path("/srv"))
    return list(nginx.extract.extract(Source("site.conf", text), Workspace.of({})))


@pytest.mark.parametrize("name", SITES)
def test_prediction_is_what_nginx_sends(server: Server, name: str) -> None:
    route = PAGE if name.startswith("files") else "/"
    policies = inner(policies_of(SITES[name]))
    assert policies
    compare(server, name, [one for one in policies if one.scope in ((), ("/",))], route)


@pytest.mark.parametrize("route", ["/in", "/own"])
def test_prediction_inside_a_location(server: Server, route: str) -> None:
    policies = [one for one in policies_of(SITES["nested"]) if one.scope == ("/",)]
    if route == "/own":
        seen = [each for one in policies for each in one.observations]
        assert any(isinstance(each, LostInheritance) for each in seen)
        answer = server.lines(name_of("nested"), Request("https://a.example", route=route))
        assert cors(answer[1]) == ["vary: Origin"]
    else:
        compare(server, "nested", policies, route)


@pytest.mark.parametrize("name", GENERATED)
def test_prediction_for_random_sites(server: Server, name: str) -> None:
    text = GENERATED[name]
    policies = inner(policies_of(text))
    location = text[text.index("location") :]
    if all(one.scope for one in policies) or "_header" not in location:
        compare(server, name, policies, "/")


@pytest.mark.parametrize("name", [*SITES, *GENERATED])
def test_who_can_read_is_admitted_by_a_policy(server: Server, name: str) -> None:
    """Whoever gets its own origin or ``*`` back is one that some policy admits."""
    policies = policies_of({**SITES, **GENERATED}[name])
    route = PAGE if name.startswith("files") else "/"
    for request in requests(route):
        if request.fails or request.method == "OPTIONS" or not sendable(request.origin):
            continue
        if reads(server, name, request):
            admitted = (admits(one.allow_origin, request.origin or "") for one in policies)
            assert any(admitted), request


def sendable(origin: str | None) -> bool:
    return origin is not None and malformed(origin) is None


def reads(server: Server, name: str, request: Request) -> bool:
    _, headers = server.lines(name_of(name), request)
    values = [value for key, value in headers if key.lower() == ALLOW_ORIGIN.lower()]
    return ", ".join(values) in (request.origin, "*")


def admits(origins: AllowOrigin, origin: str) -> bool:
    """What a policy's origins mean, with Python's own regular expressions."""
    match origins:
        case AnyOrigin() | ReflectedOrigin():
            return True
        case OriginList(entries):
            return any(origin in entry.admits for entry in entries)
        case OriginPattern(text, _, mode, ignore_case):
            search = re.search if mode == "search" else re.fullmatch
            return search(text, origin, re.IGNORECASE if ignore_case else 0) is not None
        case OriginProgram(decide=decide):
            return decide(origin) is not Certainty.NO
        case OriginUnion(parts):
            return any(admits(part, origin) for part in parts)
        case UnknownOrigins():
            return False


@pytest.mark.parametrize("number", range(len(WORDS)))
def test_words_are_what_nginx_reads(server: Server, number: int) -> None:
    written, wanted = WORDS[number]
    assert server.body(name_of(f"word-{number}")) == f"[{wanted}]"
    [statement] = parse(Source("nginx.conf", f"set $a {written};")).directives
    assert statement.words[1].text == wanted


ORIGIN = "add_header Access-Control-Allow-Origin"


@pytest.mark.parametrize(
    "inside",
    [
        f"{ORIGIN} https://a.example https://b.example;",
        f"{ORIGIN} https://a.example, https://b.example;",
        f"{ORIGIN} * Always;",
        f"{ORIGIN};",
        f"if ($request_method = OPTIONS) {{ {ORIGIN} *; }}",
        "if ($a) { more_set_headers 'Access-Control-Allow-Origin: *'; }",
        f"location / {{ limit_except GET {{ {ORIGIN} *; }} }}",
        f"map $http_origin $o {{ default ''; }} {ORIGIN} $o;",
        f"location / {{ map $http_origin $o {{ default ''; }} {ORIGIN} $o; }}",
    ],
)
def test_what_keeps_nginx_from_starting(inside: str, tmp_path: Path) -> None:
    require()
    text = f"server {{ LISTEN {inside} }}"
    assert nginx_server.refuses(text, tmp_path) is not None
    seen = [one for policy in policies_of(text) for one in policy.observations]
    crashes = [
        isinstance(one, RefusedSetting) or one.effect is Effect.CRASHES
        for one in seen
        if isinstance(one, UnknownOption | WrongType | RefusedSetting)
    ]
    assert crashes == [True]


@pytest.mark.parametrize("name", [*SITES, *GENERATED])
def test_what_nginx_starts_with_is_not_called_refused(name: str) -> None:
    policies = policies_of({**SITES, **GENERATED}[name])
    seen = [one for policy in policies for one in policy.observations]
    assert not [one for one in seen if getattr(one, "effect", None) is Effect.CRASHES]
