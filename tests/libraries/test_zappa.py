"""Zappa: what its own code was seen to tell AWS, against what is predicted.

``data/record_zappa.py`` had Zappa generate it from the same settings files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest
from admitting import admits

from corslint.discovery.markers import may_hold_cors
from corslint.engine.extraction import fitting
from corslint.extractors.zappa import extract
from corslint.observation import Effect, Inactive, RefusedSetting, UnknownOption, WrongType
from corslint.policy import Layer, Policy
from corslint.source import Source, UnreadableSource, Workspace
from corslint.value import Known, Unknown
from corslint.wire import Answer, Certainty, Request

DATA = Path(__file__).parents[1] / "data" / "zappa.json"
GOOD, EVIL = "https://a.example", "https://evil.example"
ASKED = (GOOD, "https://admin.example", EVIL, "null", "http://a.example")


class Row(TypedDict):
    id: str
    path: str
    text: str
    made: dict[str, dict[str, dict[str, object]]]


ROWS: list[Row] = json.loads(DATA.read_text("utf-8"))["rows"]
NAMES = [row["id"] for row in ROWS]


def read(text: str, path: str = "zappa_settings.json", **beside: str) -> list[Policy]:
    files = {path: text, **{f"{name}.py": code for name, code in beside.items()}}
    return list(extract.extract(Source(path, text), Workspace.of(files)))


def stage(**settings: object) -> list[Policy]:
    return read(json.dumps({"dev": settings}))


def made(row: Row) -> list[tuple[str, dict[str, object]]]:
    """What was made of each stage, in order; settings that nobody can load make nothing."""
    return [
        (face, told)
        for found in row["made"].values()
        for face, told in found.items()
        if face != "settings"
    ]


def asked(policy: Policy, origin: str | None, method: str = "GET") -> Answer:
    wanted = "PUT" if method == "OPTIONS" else None
    return extract.answer(policy, Request(origin, method, asks_method=wanted))


def refused(policy: Policy) -> list[str]:
    found = policy.observations
    return [each.consequence for each in found if isinstance(each, RefusedSetting)]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_every_stage_is_a_policy_of_its_own(row: Row) -> None:
    policies, told = read(row["text"], row["path"]), made(row)
    assert len(policies) == len(told)
    for policy, (face, seen) in zip(policies, told, strict=True):
        assert policy.layer is Layer.GATEWAY
        if "error" in seen or refused_by_aws(face, seen):
            assert refused(policy)
        else:
            assert not refused(policy)
            CHECKS[face](policy, seen)


def refused_by_aws(face: str, told: dict[str, object]) -> bool:
    """As documented: the template itself is made."""
    origins = told.get("AllowOrigins")
    everybody = isinstance(origins, list) and "*" in origins
    return face == "http" and bool(told.get("AllowCredentials")) and everybody


def a_mock(policy: Policy, told: dict[str, object]) -> None:
    """The same headers to whoever asks; the quotes are those of the mapping."""
    headers = {name: str(value)[1:-1] for name, value in told.items()}
    for origin in (*ASKED, None):
        answer = asked(policy, origin, "OPTIONS")
        assert dict(answer.headers) == headers
        assert answer.status == 200
        after = asked(policy, origin)
        assert after.headers == ()
        assert "access-control-allow-origin" in after.open
    value = headers["Access-Control-Allow-Origin"]
    assert policy.actual is Certainty.MAYBE
    for origin in ASKED:
        assert admits(policy.allow_origin, origin) == (value in ("*", origin))


def a_gateway(policy: Policy, told: dict[str, object]) -> None:
    origins, credentials = told["AllowOrigins"], told["AllowCredentials"] is True
    assert isinstance(origins, list)
    for origin in ASKED:
        answer, before = asked(policy, origin), asked(policy, origin, "OPTIONS")
        scheme = origin.partition("://")[0]
        let_in = bool({"*", origin, f"{scheme}://*"} & {*origins})
        sent = "*" if "*" in origins and not credentials else origin
        for one in (answer, before):
            assert one.value("Access-Control-Allow-Origin") == (sent if let_in else None)
            cookies = one.value("Access-Control-Allow-Credentials")
            assert cookies == ("true" if let_in and credentials else None)
        assert admits(policy.allow_origin, origin) == let_in
        if let_in:
            listed(answer, "Access-Control-Expose-Headers", told.get("ExposeHeaders"))
            listed(before, "Access-Control-Allow-Methods", told["AllowMethods"])
            listed(before, "Access-Control-Allow-Headers", told["AllowHeaders"])
            if type(told["MaxAge"]) in (int, str):
                assert before.value("Access-Control-Max-Age") == str(told["MaxAge"])


def an_http_api(policy: Policy, told: dict[str, object]) -> None:
    a_gateway(policy, {"AllowCredentials": False, **told})


def listed(answer: Answer, name: str, names: object) -> None:
    """How a wildcard looks on the wire is not predicted."""
    assert isinstance(names, list | None)
    if names and "*" in names:
        assert name.lower() in answer.open
    else:
        assert answer.value(name) == (",".join(names) if names else None)


CHECKS = {"rest": a_mock, "http": an_http_api, "url": a_gateway}


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_the_file_is_given_to_the_extractor(row: Row) -> None:
    source = Source(row["path"], row["text"])
    if read(row["text"], row["path"]):
        assert may_hold_cors(row["text"].encode())
        assert "zappa" in fitting(source)


def test_enough_was_recorded() -> None:
    assert len(ROWS) > 90
    assert sum(len(made(row)) for row in ROWS) > 80


def strange(policy: Policy) -> dict[str, tuple[str | None, Effect]]:
    return {
        each.name: (each.suggestion, each.effect)
        for each in policy.observations
        if isinstance(each, UnknownOption)
    }


def test_names_of_the_other_api_are_told() -> None:
    [rest] = stage(cors={"allowed_origins": [GOOD], "max_age": 5, "alowed_headers": []})
    assert strange(rest) == {
        "allowed_origins": ("allowed_origin", Effect.IGNORED),
        "max_age": (None, Effect.IGNORED),
        "alowed_headers": ("allowed_headers", Effect.IGNORED),
    }
    [http] = stage(apigateway_version="v2", cors={"allowed_origin": GOOD})
    assert strange(http) == {"allowed_origin": ("allowed_origins", Effect.OPENS)}
    both = {"allowed_origin": GOOD, "allowed_origins": [GOOD]}
    [http] = stage(apigateway_version="v2", cors=both)
    assert strange(http) == {"allowed_origin": ("allowed_origins", Effect.IGNORED)}


def wrong(policy: Policy) -> list[tuple[str, str, Effect]]:
    return [
        (each.option, each.written, each.effect)
        for each in policy.observations
        if isinstance(each, WrongType)
    ]


def test_what_is_of_another_type_is_told() -> None:
    cors: dict[str, object] = {"allowed_origin": [GOOD], "allowed_headers": "X-A"}
    [rest] = stage(cors=cors)
    assert wrong(rest) == [
        ("allowed_origin", "a list", Effect.CLOSES),
        ("allowed_headers", "a string", Effect.CLOSES),
    ]
    cors = {"allowed_origins": [GOOD], "allow_credentials": "false"}
    [http] = stage(apigateway_version="v2", cors=cors)
    assert wrong(http) == [("allow_credentials", "a string", Effect.OPENS)]


def test_a_refusal_stands_where_it_comes_from() -> None:
    cors: dict[str, object] = {"allowed_origins": ["*"], "allow_credentials": True}
    [http] = stage(apigateway_version="v2", cors=cors)
    [seen] = (each for each in http.observations if isinstance(each, RefusedSetting))
    text = json.dumps({"dev": {"apigateway_version": "v2", "cors": cors}})
    assert Source("zappa_settings.json", text).cut(seen.span) == "true"
    assert "API Gateway refuses" in seen.consequence


def test_a_rest_api_says_nothing_about_what_the_application_sends() -> None:
    [rest] = stage(cors={"allowed_origin": GOOD})
    assert isinstance(rest.allow_credentials, Unknown)
    assert isinstance(rest.expose_headers, Unknown)
    assert isinstance(rest.vary, Unknown)
    assert rest.allow_methods.__class__ is Known
    assert rest.preflight is Certainty.YES


def test_nobody_wrote_what_a_function_url_says_by_itself() -> None:
    [url] = stage(function_url_enabled=True)
    assert url.unsaid
    [url] = stage(function_url_enabled=True, function_url_config={"cors": {"maxAge": 1}})
    assert not url.unsaid


SILENT = "from flask import Flask\napp = Flask(__name__)\n"
SPEAKING = f"{SILENT}from flask_cors import CORS\nCORS(app)\n"
SETTINGS = json.dumps({"dev": {"app_function": "main.app", "cors": True}})


def actual(text: str = SETTINGS, **beside: str) -> Certainty:
    [policy] = read(text, **beside)
    return policy.actual


def test_an_application_that_is_silent_answers_without_headers() -> None:
    assert actual(main=SILENT) is Certainty.NO
    [policy] = read(SETTINGS, main=SILENT)
    assert [route.methods for route in policy.routes] == [("GET",)]


def test_an_application_that_may_speak_is_not_accused() -> None:
    assert actual(main=SPEAKING) is Certainty.MAYBE
    assert actual(main=SILENT, more=SPEAKING) is Certainty.MAYBE
    assert actual(other=SILENT) is Certainty.MAYBE
    assert actual() is Certainty.MAYBE
    unnamed = json.dumps({"dev": {"cors": True}})
    assert actual(unnamed, main=SILENT) is Certainty.MAYBE
    odd = json.dumps({"dev": {"app_function": ["main.app"], "cors": True}})
    assert actual(odd, main=SILENT) is Certainty.MAYBE


def test_django_is_named_by_its_settings() -> None:
    text = json.dumps({"dev": {"django_settings": "settings", "cors": True}})
    assert actual(text, settings="DEBUG = False\n") is Certainty.NO
    assert actual(text, settings="INSTALLED_APPS = ['corsheaders']\n") is Certainty.MAYBE


def test_a_gateway_that_adds_headers_needs_none_of_the_application() -> None:
    settings = {
        "app_function": "main.app",
        "apigateway_version": "v2",
        "cors": {"allowed_origins": [GOOD]},
    }
    assert actual(json.dumps({"dev": settings}), main=SILENT) is Certainty.YES


HOSTILE = {
    "a list": "[1, 2]",
    "a text": '"cors"',
    "nothing": "null",
    "stages of other types": '{"a": 1, "b": null, "c": [], "d": "cors"}',
    "deep": '{"dev": {"cors": ' + '{"allowed_origin": ' * 60 + "1" + "}" * 60 + "}}",
    "deep list": '{"dev": {"cors": {"allowed_origin": ' + "[" * 60 + "]" * 60 + "}}}",
    "extends a table": '{"dev": {"extends": {"a": 1}, "cors": true}}',
    "extends a list": '{"dev": {"extends": ["dev"], "cors": true}}',
    "extends a number": '{"dev": {"extends": 7, "cors": true}}',
    "numbers": '{"dev": {"cors": {"allowed_methods": [1e999, -0], "allowed_origin": 1e5}}}',
    "huge number": '{"dev": {"apigateway_version": "v2", "cors": {"max_age": 1e999}}}',
    "twice": '{"dev": {"cors": true, "cors": false}, "dev": {"cors": {"x": 1}}}',
    "odd names": '{"": {"cors": {"": "", "\\u0000": 1, "' + "o" * 5_000 + '": 2}}}',
    "surrogates": '{"dev": {"cors": {"allowed_origin": "\\ud800"}}}',
    "module": '{"dev": {"app_function": "../../etc.passwd", "cors": true}}',
    "url of numbers": '{"dev": {"function_url_enabled": 1, "function_url_config": 5}}',
    "null stage": '{"dev": {"function_url_enabled": true, "function_url_config": {"cors": null}}}',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_is_too_odd(text: str) -> None:
    for policy in read(text):
        for origin in (None, "", "null", GOOD, "\x00"):
            for method in ("GET", "OPTIONS", ""):
                asked(policy, origin, method)


def test_what_is_huge_is_read_in_part() -> None:
    many = {f"stage{number}": {"cors": True} for number in range(3_000)}
    assert 0 < len(read(json.dumps(many))) <= 200
    chain = {f"s{number}": {"extends": f"s{number + 1}"} for number in range(150)}
    assert len(read(json.dumps({**chain, "s150": {"cors": True}}))) == 151
    [policy] = stage(cors={"allowed_methods": ["GET"] * 100_000})
    assert asked(policy, GOOD, "OPTIONS").doubts
    [policy] = stage(cors={f"option{number}": number for number in range(5_000)})
    assert len(policy.observations) <= 100


@pytest.mark.parametrize("path", ["json", "toml", "yml", "yaml"])
def test_what_cannot_be_read_is_said(path: str) -> None:
    with pytest.raises(UnreadableSource):
        read('{"cors": [', f"zappa_settings.{path}")


def test_other_files_are_none() -> None:
    assert read(SETTINGS, "settings.json") == []
    assert read(SETTINGS, "my_zappa_settings.json") == []
    assert read(SETTINGS, "deploy/zappa_settings.json") != []


def test_nothing_is_inactive() -> None:
    found = [each for row in ROWS for each in read(row["text"], row["path"])]
    assert not [
        seen for each in found for seen in each.observations if isinstance(seen, Inactive)
    ]


def test_what_others_report_of_aws_is_not_certain() -> None:
    cors = {**WHOLE_URL, "allowCredentials": True}
    [url] = stage(function_url_enabled=True, function_url_config={"cors": cors})
    assert asked(url, "https://evil.example").doubts != ()
    [plain] = stage(function_url_enabled=True)
    assert asked(plain, "https://evil.example").doubts == ()


WHOLE_URL = {
    "allowedOrigins": ["*"],
    "allowedHeaders": ["*"],
    "allowedMethods": ["*"],
    "allowCredentials": False,
    "exposedResponseHeaders": ["*"],
    "maxAge": 0,
}
