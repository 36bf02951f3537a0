"""Azure Functions Core Tools: what their source, and that of ASP.NET Core, makes of it.

The tool is a .NET program that does not run here: each expectation is what the source of
4.14.0 says (``AppSettingsFile``, ``Startup``, ``CorsPolicyBuilder``, ``CorsService``).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spelled import named

from corslint.allow_origin import AnyOrigin, OriginList
from corslint.discovery.markers import may_hold_cors
from corslint.discovery.walk import Exclusion, Walk
from corslint.engine.extraction import fitting
from corslint.extractors.azure_functions_core_tools import extract
from corslint.observation import Effect, Inactive, MixedWildcard, RefusedSetting, WrongType
from corslint.policy import Policy
from corslint.source import Source, UnreadableSource, Workspace
from corslint.wire import Answer, Certainty, Request

GOOD, EVIL = "https://a.example", "https://evil.example"


def read(text: str, path: str = "local.settings.json") -> list[Policy]:
    return list(extract.extract(Source(path, text), Workspace.of({path: text})))


def host(**settings: object) -> list[Policy]:
    return read(json.dumps({"IsEncrypted": False, "Values": {}, "Host": settings}))


def get(policy: Policy, origin: str | None = GOOD) -> Answer:
    return extract.answer(policy, Request(origin))


def preflight(policy: Policy, origin: str = GOOD, *headers: str) -> Answer:
    asked = Request(origin, "OPTIONS", asks_method="PUT", asks_headers=headers)
    return extract.answer(policy, asked)


def test_everybody() -> None:
    [policy] = host(CORS="*")
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert get(policy, EVIL).headers == (("Access-Control-Allow-Origin", "*"),)
    assert get(policy, None).headers == ()


def test_one_origin_is_sent_without_vary_and_two_with_it() -> None:
    [policy] = host(CORS=GOOD)
    assert get(policy).headers == (("Access-Control-Allow-Origin", GOOD),)
    assert get(policy, EVIL).headers == ()
    [policy] = host(CORS=f"{GOOD},{EVIL}")
    assert get(policy).headers == (
        ("Access-Control-Allow-Origin", GOOD),
        ("Vary", "Origin"),
    )
    assert named(policy.allow_origin) == [GOOD, EVIL]


def test_preflights_mirror_what_is_asked() -> None:
    [policy] = host(CORS=GOOD, CORSCredentials=True)
    answer = preflight(policy, GOOD, "content-type", "x-a")
    assert answer.status == 204
    assert sorted(answer.headers) == [
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Headers", "content-type,x-a"),
        ("Access-Control-Allow-Methods", "PUT"),
        ("Access-Control-Allow-Origin", GOOD),
    ]
    assert preflight(policy, EVIL) == Answer(status=204)


ENTRIES = {
    "HTTPS://A.EXAMPLE": True,
    f"{EVIL},{GOOD}": True,
    f",,{GOOD},": True,
    f"{EVIL}, {GOOD}": False,
    f" {GOOD}": False,
    f"{GOOD}/": False,
    f"{GOOD}:443": False,
    "https://*.example": False,
    f"*,{GOOD}": True,
    f"*,{EVIL}": False,
    "a.example": False,
    "true": False,
}


@pytest.mark.parametrize(("text", "lets_in"), ENTRIES.items())
def test_entries_are_compared_as_they_are_but_for_case(text: str, lets_in: bool) -> None:
    [policy] = host(CORS=text)
    assert bool(get(policy).headers) == lets_in
    assert isinstance(policy.allow_origin, OriginList)
    admitted = {each for entry in policy.allow_origin.entries for each in entry.admits}
    assert (GOOD in admitted) == lets_in


def test_a_wildcard_among_others_is_told() -> None:
    [policy] = host(CORS=f"*,{GOOD}")
    assert [type(seen) for seen in policy.observations] == [MixedWildcard]
    assert get(policy, EVIL).headers == ()


def test_names_that_go_by_another_one_are_not_guessed() -> None:
    [policy] = host(CORS="https://bücher.example")
    assert named(policy.allow_origin) == ["?"]
    assert get(policy, "https://xn--bcher-kva.example").doubts


def test_the_wildcard_with_credentials_keeps_the_host_from_starting() -> None:
    [policy] = host(CORS="*", CORSCredentials=True)
    assert any(isinstance(seen, RefusedSetting) for seen in policy.observations)
    [policy] = host(CORS="*", CORSCredentials=False)
    assert policy.observations == ()
    [policy] = host(CORS=f"*,{GOOD}", CORSCredentials="True")
    assert get(policy).value("Access-Control-Allow-Credentials") == "true"


@pytest.mark.parametrize(
    ("settings", "option"),
    [
        ({"CORS": [GOOD]}, "CORS"),
        ({"CORS": {"origins": GOOD}}, "CORS"),
        ({"CORS": GOOD, "CORSCredentials": "yes"}, "CORSCredentials"),
        ({"CORS": GOOD, "CORSCredentials": []}, "CORSCredentials"),
    ],
)
def test_what_is_of_another_type_costs_the_whole_file(
    settings: dict[str, object], option: str
) -> None:
    [policy] = host(**settings)
    [seen] = (each for each in policy.observations if isinstance(each, WrongType))
    assert (seen.option, seen.effect) == (option, Effect.CLOSES)
    assert get(policy).headers == ()
    assert isinstance(policy.allow_origin, OriginList)
    assert not any(entry.admits for entry in policy.allow_origin.entries)


def test_names_below_host_are_found_in_any_case() -> None:
    [policy] = host(cors=GOOD, corsCredentials=True)
    assert get(policy).value("Access-Control-Allow-Credentials") == "true"
    assert read(json.dumps({"host": {"CORS": "*"}})) == []


@pytest.mark.parametrize(
    "settings", [{"CORS": ""}, {"CORS": None}, {"CORSCredentials": True}]
)
def test_nothing_said_is_no_policy(settings: dict[str, object]) -> None:
    assert host(**settings) == []


def test_it_is_for_development_alone() -> None:
    [policy] = host(CORS="*")
    assert policy.development
    assert not policy.cacheable


def test_flags_of_scripts() -> None:
    [policy] = read(f"func start --port 7071 --cors {GOOD} --cors-credentials\n", "run.sh")
    assert get(policy).value("Access-Control-Allow-Credentials") == "true"
    assert policy.development
    [policy] = read("func host start --cors '*'\n", "run.sh")
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert read("func azure functionapp publish app --cors x\n", "run.sh") == []


HOST_FILES = [
    {"version": "2.0", "cors": {"allowedOrigins": ["*"]}},
    {"version": "2.0", "extensions": {"http": {"cors": {"allowedOrigins": ["*"]}}}},
    {"version": "2.0", "http": {"CORS": "*"}},
    {"version": "2.0", "Host": {"CORS": "*"}},
]


@pytest.mark.parametrize("settings", HOST_FILES)
def test_host_json_says_nothing_about_it(settings: dict[str, object]) -> None:
    [policy] = read(json.dumps(settings), "app/host.json")
    assert [type(seen) for seen in policy.observations] == [Inactive]
    assert get(policy, EVIL) == Answer()
    assert policy.preflight is Certainty.NO


def test_other_files_of_that_name_are_not_accused() -> None:
    assert read('{"cors": {"allowedOrigins": ["*"]}}', "host.json") == []
    assert read('{"version": "2.0", "extensions": {"http": {}}}', "host.json") == []
    assert read('{"version": "2.0", "cors": "*"}', "ghost.json") == []


def test_a_place_that_nobody_reads_is_told() -> None:
    [policy] = read(json.dumps({"cors": "*"}))
    assert [type(seen) for seen in policy.observations] == [Inactive]


@pytest.mark.parametrize("path", ["local.settings.json", "app/host.json", "run.sh"])
def test_the_file_is_given_to_the_extractor(path: str) -> None:
    texts = {"run.sh": "func start --cors '*'\n"}
    text = texts.get(path, '{"version": "2.0", "cors": "*"}')
    assert may_hold_cors(text.encode())
    assert "azure_functions_core_tools" in fitting(Source(path, text))


def test_both_files_are_met(tmp_path: Path) -> None:
    for name in ("local.settings.json", "host.json", "data.json"):
        (tmp_path / name).write_text("{}", "utf-8")
    found = {Path(path).name for path, _ in Walk(Exclusion()).files(str(tmp_path))}
    assert found == {"local.settings.json", "host.json"}


HOSTILE = [
    "[]",
    "null",
    '"cors"',
    '{"Host": null}',
    '{"Host": []}',
    '{"Host": "cors"}',
    '{"Host": {"CORS": 1e999, "CORSCredentials": 1e999}}',
    '{"Host": {"CORS": "\\ud800,\\u0000"}}',
    '{"Host": {"CORS": ' + "[" * 60 + "]" * 60 + "}}",
    '{"Host": {"CORS": "' + "https://a.example," * 5_000 + '"}}',
    '{"Host": {"CORS": "*", "CORS": 7, "cors": []}, "Host": {"cors": "*"}}',
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_is_too_odd(text: str) -> None:
    for path in ("local.settings.json", "host.json"):
        for policy in read(text, path):
            for origin in (None, "", "null", GOOD, "\x00"):
                get(policy, origin)


def test_what_is_no_json_is_said() -> None:
    with pytest.raises(UnreadableSource):
        read('{"Host": {"CORS": ')
