"""``corslint policies``: every kind of part, as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hand_made import EMPTY, REPORT, golden

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    Fallback,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    Sent,
    UnknownOrigins,
)
from corslint.observation import (
    DeprecatedOption,
    Effect,
    LostInheritance,
    MixedWildcard,
    UnknownOption,
    WrongType,
)
from corslint.policy import Assumed, Channel, Layer, Policy, nothing
from corslint.reporters.policies import policies_data, render_policies
from corslint.reporters.policy_words import origins_words
from corslint.source import Span
from corslint.value import FromEnv, FromRequest, Known, OneOf, Unknown
from corslint.wire import Certainty


def at(line: int, column: int = 5, path: str = "shop/api.py") -> Span:
    return Span(path, line, column, line, column + 4)


SETTINGS = at(3, 1, "shop/settings.py")
APP = Policy(
    library="fastapi",
    version=Assumed("0.165.0", "locked in uv.lock", Span("uv.lock", 3, 11, 3, 20)),
    layer=Layer.APP,
    allow_origin=OriginUnion(
        (
            OriginList(
                (
                    OriginEntry("https://shop.example", at(11), ("https://shop.example",)),
                    OriginEntry("https://b.example/", at(12), dead="has a trailing slash"),
                    OriginEntry(
                        "c.example",
                        SETTINGS,
                        ("http://c.example", "https://c.example"),
                        variable="EXTRA",
                    ),
                ),
                at(10),
                complete=False,
            ),
            OriginPattern(r"https://.*\.shop\.example", at(14), "full", ignore_case=True),
        ),
        at(10),
    ),
    span=at(10),
    statement=at(10),
    allow_credentials=FromEnv("COOKIES", "true", at(15)),
    allow_methods=Known("GET, POST", at(16), via=(SETTINGS,)),
    allow_headers=FromRequest("access-control-request-headers", at(17)),
    expose_headers=OneOf((Known("X-A", at(18)), Known(None, at(19))), at(18)),
    max_age=Unknown("it comes from a database", at(20)),
    vary=Known(True, at(10)),
    preflight=Certainty.YES,
    on_errors=Certainty.NO,
    scope=("/api/*", "/v2/\x1b[31m"),
    tests=(at(9),),
    development=True,
    observations=(
        UnknownOption(
            "allow_origin", at(21), Effect.IGNORED, "it is ignored", "allow_origins"
        ),
        DeprecatedOption("origins_list", at(22), "4.0", "origins"),
        WrongType(
            "origins", "a string", "a list", at(23), Effect.OPENS, "it matches letters"
        ),
        MixedWildcard(at(24), "the others have no effect"),
    ),
)
PROXY = Policy(
    library="nginx",
    layer=Layer.PROXY,
    allow_origin=OriginUnion(
        (
            AnyOrigin(
                Sent.WILDCARD,
                at(4, path="nginx.conf"),
                variable="ORIGIN",
                implicit=True,
                with_credentials=Sent.ECHO,
            ),
            ReflectedOrigin(at(5, path="nginx.conf")),
            OriginProgram(at(6, path="nginx.conf"), lambda _: Certainty.MAYBE),
            UnknownOrigins("the map is included from elsewhere", at(7, path="nginx.conf")),
            OriginList((), at(8, path="nginx.conf")),
        ),
        at(4, path="nginx.conf"),
    ),
    span=at(4, path="nginx.conf"),
    statement=at(4, path="nginx.conf"),
    allow_credentials=nothing(at(4, path="nginx.conf")),
    allow_methods=nothing(at(4, path="nginx.conf")),
    allow_headers=nothing(at(4, path="nginx.conf")),
    expose_headers=nothing(at(4, path="nginx.conf")),
    max_age=FromEnv("MAX_AGE", None, at(4, path="nginx.conf")),
    vary=Known(False, at(4, path="nginx.conf")),
    observations=(
        LostInheritance(
            at(9, path="nginx.conf"),
            at(4),
            ("Vary", "Access-Control-Allow-Origin"),
            "location /",
        ),
    ),
)
BOTH = replace(REPORT, policies=(APP, PROXY))


def test_text() -> None:
    assert render_policies(BOTH) == golden("policies.txt")


def test_json() -> None:
    assert (
        json.loads(json.dumps(policies_data(BOTH)))
        == json.loads(golden("policies.json"))["policies"]
    )


def test_no_policies() -> None:
    assert render_policies(EMPTY) == ""
    assert policies_data(EMPTY) == []


def test_a_long_list_is_cut_in_text_and_whole_in_json() -> None:
    names = [f"https://{number}.example" for number in range(1000)]
    entries = tuple(OriginEntry(name, at(10), (name,)) for name in names)
    policy = replace(APP, allow_origin=OriginList(entries, at(10)))
    report = replace(REPORT, policies=(policy,))
    text = render_policies(report)
    assert "https://19.example" in text
    assert "https://20.example" not in text
    assert "and 980 more" in text
    [data] = json.loads(json.dumps(policies_data(report)))
    assert [origin["text"] for origin in data["allow_origin"][0]["origins"]] == names


def test_a_handshake_has_no_headers() -> None:
    everybody = AnyOrigin(Sent.ACCEPTED, at(10))
    socket = replace(APP, channel=Channel.WEBSOCKET, allow_origin=everybody)
    text = render_policies(replace(REPORT, policies=(socket,)))
    assert "shop/api.py:10:5 fastapi 0.165.0 (WebSocket, development only)" in text
    assert "every origin, handshakes are accepted" in text
    assert "credentials" not in text
    assert "preflight" not in text
    [data] = policies_data(replace(REPORT, policies=(socket,)))
    assert data["channel"] == "websocket"


def decides(_: str | None) -> Certainty:
    return Certainty.NO


ORIGINS: dict[str, tuple[AllowOrigin, str]] = {
    "by default": (
        ReflectedOrigin(at(1), variable="ALLOWED"),
        "every origin: the request's origin header is sent back unchecked, while ALLOWED is unset",
    ),
    "a parameter": (
        ReflectedOrigin(at(1), header="?site", forged=(("?site", "x"),)),
        "every origin: it is made of the request's parameter site",
    ),
    "the own name": (
        ReflectedOrigin(at(1), header="host"),
        "nobody's origin: it is made of the request's host header",
    ),
    "the wrong header decides": (
        OriginProgram(at(1), decides, header="referer"),
        "hand-written code decides by the request's referer header",
    ),
    "the refused": (
        OriginProgram(at(1), decides, fallback=Fallback("null", at(2))),
        "hand-written code decides, and the others are answered null",
    ),
    "no Origin at all": (
        OriginProgram(at(1), decides, fallback=Fallback("*", at(2), absent=True)),
        "hand-written code decides, and requests without Origin are answered *",
    ),
}


@pytest.mark.parametrize("name", ORIGINS)
def test_who_is_let_in(name: str) -> None:
    part, words = ORIGINS[name]
    assert list(origins_words(part)) == [(words, at(1))]
