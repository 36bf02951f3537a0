"""The guards of the MCP SDK and of FastMCP: spellings, and what is not known."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies

from corslint import registry
from corslint.observation import Inactive, MixedWildcard, RefusedSetting, WrongType
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace

SDK = "from mcp.server.transport_security import TransportSecuritySettings as Settings\n"
FAST = "from fastmcp import FastMCP\nmcp = FastMCP('d')\n"
ON = "host_origin_protection=True"


@pytest.mark.parametrize(
    ("library", "code"),
    [
        ("mcp", f"{SDK}Settings(allowed_origins=['{GOOD}'])"),
        (
            "mcp",
            f"{SDK}O = ('{GOOD}',)\nSettings(enable_dns_rebinding_protection=True, allowed_origins=O)",
        ),
        ("fastmcp", f"{FAST}mcp.http_app({ON}, allowed_origins=['{GOOD}'])"),
        ("fastmcp", f"{FAST}mcp.run(transport='http', {ON}, allowed_origins=['{GOOD}/'])"),
        (
            "fastmcp",
            f"import fastmcp\ndef go(server):\n    server.run(allowed_origins=['{GOOD}'], {ON})",
        ),
    ],
)
def test_spellings(library: str, code: str) -> None:
    [policy] = policies(library, code)
    assert policy.channel is Channel.GUARD
    assert policy.observations == ()
    assert answer(policy).status is None
    assert answer(policy, EVIL).status == 403
    assert answer(policy, EVIL).headers == ()


@pytest.mark.parametrize(
    ("library", "code"),
    [
        (
            "mcp",
            f"{SDK}Settings(enable_dns_rebinding_protection=False, allowed_origins=['{GOOD}'])",
        ),
        ("fastmcp", f"{FAST}mcp.http_app(allowed_origins=['{GOOD}'])"),
        (
            "fastmcp",
            f"{FAST}mcp.http_app(host_origin_protection=False, allowed_origins=['{GOOD}'])",
        ),
    ],
)
def test_guards_that_are_off(library: str, code: str) -> None:
    [policy] = policies(library, code)
    assert [type(seen) for seen in policy.observations] == [Inactive]
    assert answer(policy, EVIL).status is None


@pytest.mark.parametrize(
    ("library", "code"),
    [
        ("mcp", f"{SDK}Settings(allowed_hosts=['a'])"),
        ("fastmcp", f"{FAST}mcp.http_app({ON})"),
        ("fastmcp", "import fastmcp\nother.configure(allowed_origins=['*'])"),
    ],
)
def test_nothing_said(library: str, code: str) -> None:
    assert policies(library, code) == []


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (f"{ON}, allowed_origins='{GOOD}'", WrongType),
        (f"{ON}, allowed_origins=['{GOOD}', '*']", MixedWildcard),
        (f"host_origin_protection='strict', allowed_origins=['{GOOD}']", RefusedSetting),
    ],
)
def test_what_is_told(given: str, kind: type) -> None:
    [policy] = policies("fastmcp", f"{FAST}mcp.http_app({given})")
    assert [type(seen) for seen in policy.observations] == [kind]


@pytest.mark.parametrize(
    ("value", "last"), [("load()", "?"), (f"['{GOOD}', load()]", "...")]
)
def test_unknown_values(value: str, last: str) -> None:
    for library, code in (
        ("mcp", f"{SDK}Settings(allowed_origins={value})"),
        ("fastmcp", f"{FAST}mcp.http_app({ON}, allowed_origins={value})"),
    ):
        [policy] = policies(library, code)
        assert named(policy.allow_origin)[-1] == last
        assert answer(policy, EVIL).doubts != ()


def test_a_guard_that_may_be_on() -> None:
    code = f"{FAST}mcp.http_app(host_origin_protection=load(), allowed_origins=['{GOOD}'])"
    [policy] = policies("fastmcp", code)
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    "value", ["7", "[[None]]", "{1: 2}", f"['{'*a' * 900}', '[', '[]']"]
)
def test_hostile_values(value: str) -> None:
    for library, code in (
        ("mcp", f"{SDK}Settings(allowed_origins={value})"),
        ("fastmcp", f"{FAST}mcp.http_app({ON}, allowed_origins={value})"),
    ):
        for policy in policies(library, code):
            answer(policy, "https://" + "a" * 2000)


def by_variables(*lines: str) -> list[Policy]:
    text = "".join(f"{line}\n" for line in lines)
    source, workspace = Source(".env", text), Workspace.of({".env": text})
    return list(registry.extractor_for("fastmcp").extract(source, workspace))


ORIGINS, PROTECTION = "FASTMCP_HTTP_ALLOWED_ORIGINS", "FASTMCP_HTTP_HOST_ORIGIN_PROTECTION"


def test_variables_of_fastmcp() -> None:
    [policy] = by_variables(f'{ORIGINS}=["{GOOD}"]', f"{PROTECTION}=true")
    assert policy.channel is Channel.GUARD
    assert policy.observations == ()
    assert answer(policy).status is None
    assert answer(policy, EVIL).status == 403


def test_variables_that_switch_nothing_on() -> None:
    for more in ((), (f"{PROTECTION}=false",)):
        [policy] = by_variables(f'{ORIGINS}=["*"]', *more)
        [seen] = policy.observations
        assert isinstance(seen, Inactive)
        assert PROTECTION in seen.consequence
    assert by_variables(f"{PROTECTION}=true") == []


@pytest.mark.parametrize(
    "value",
    [GOOD, "*", "", "1", "[1]", '{"a": 1}', '"*"', "[" * 5_000, "1" * 6_000, "[null]"],
    ids=range(10),
)
def test_variables_that_hold_no_list(value: str) -> None:
    [policy] = by_variables(f"{ORIGINS}='{value}'", f"{PROTECTION}=true")
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "JSON" in seen.consequence
    assert named(policy.allow_origin) == []


def test_a_variable_that_is_filled_in_is_not_guessed() -> None:
    [policy] = by_variables(f"{ORIGINS}=${{ORIGINS}}", f"{PROTECTION}=true")
    assert named(policy.allow_origin) == ["?"]
    assert policy.observations == ()
