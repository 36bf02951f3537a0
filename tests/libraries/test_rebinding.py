"""What is said of guards that are off, against MCP servers that were asked through them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from spelled import GOOD, named, policies

from corslint import registry
from corslint.engine.lint import lint
from corslint.finding import Finding, Severity
from corslint.observation import Inactive, Unguarded
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace
from corslint.wire import Outcome, Request

ASKED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "rebinding.json").read_text()
)
REFUSED = frozenset({403, 421})
CASES = [
    (library, spelling, status)
    for library, recorded in ASKED.items()
    for spelling, status in recorded["answers"].items()
]
REBOUND = Request("http://evil.example", "POST", rebound=True)
SDK = "from mcp.server.transport_security import TransportSecuritySettings as Settings\n"
OFF = "enable_dns_rebinding_protection=False"
FAST = "from fastmcp import FastMCP\nmcp = FastMCP('d')\n"


def found(code: str) -> list[Finding]:
    report = lint([Source("server.py", code)], Workspace.of({"server.py": code}))
    assert report.failures == ()
    return [each for each in report.findings if each.name == "permissive-csrf-origins"]


def passes(policy: Policy) -> bool:
    answer = registry.extractor_for(policy.library).answer(policy, REBOUND)
    assert answer.doubts == ()
    return answer.status not in REFUSED


@pytest.mark.parametrize(("library", "spelling", "status"), CASES)
def test_as_the_servers_answered(library: str, spelling: str, status: int) -> None:
    code = ASKED[library]["form"].replace("{spelling}", spelling)
    read = policies(library, code)
    assert all(policy.channel is Channel.GUARD or policy.stray for policy in read)
    assert all(passes(policy) for policy in read) is (status not in REFUSED) or not read


@pytest.mark.parametrize(("library", "spelling", "status"), CASES)
def test_what_is_told_is_so(library: str, spelling: str, status: int) -> None:
    """Only what somebody wrote is told; a default that is off is nobody's mistake."""
    code = ASKED[library]["form"].replace("{spelling}", spelling)
    for finding in found(code):
        assert status not in REFUSED
        assert finding.severity is Severity.LOW
        assert finding.witness is not None
        assert finding.witness.verdict.outcome is Outcome.READABLE


def test_a_server_of_this_machine() -> None:
    code = f"{SDK}guard = Settings({OFF})\nmcp.run(transport='http', transport_security=guard)\n"
    [finding] = found(code)
    assert finding.severity is Severity.MEDIUM
    assert finding.message == (
        "strangers' pages pass the check of the Origin: `enable_dns_rebinding_protection` is "
        "off, and neither the Host nor the Origin is looked at, so `http://evil.example` can "
        "use this server as soon as its own name leads here (DNS rebinding)"
    )


@pytest.mark.parametrize(
    "start",
    [
        "mcp.run(transport='http', host='0.0.0.0', transport_security=guard)",
        "mcp.run(transport='stdio')",
        "mcp.run('http', **options)",
        "FastMCP('d', host='0.0.0.0').run(transport='http')",
    ],
)
def test_a_server_that_may_be_anywhere(start: str) -> None:
    [finding] = found(f"{SDK}guard = Settings({OFF})\n{start}\n")
    assert finding.severity is Severity.LOW


@pytest.mark.parametrize(
    "given",
    [
        "host_origin_protection=load()",
        "host_origin_protection=None",
        "host_origin_protection=True, allowed_hosts=load()",
        "host_origin_protection=True, allowed_hosts=None",
        "allowed_hosts=['*']",
        "host_origin_protection=True, allowed_origins=['*'], allowed_hosts=['a.example']",
    ],
)
def test_nothing_is_told(given: str) -> None:
    assert found(f"{FAST}mcp.http_app({given})") == []


def test_origins_that_count_for_nothing_are_told_as_such() -> None:
    [policy] = policies("mcp", f"{SDK}Settings({OFF}, allowed_origins=['{GOOD}'])")
    assert [type(seen) for seen in policy.observations] == [Inactive]


def test_everybody_passes_a_guard_that_is_off() -> None:
    [policy] = policies("fastmcp", f"{FAST}mcp.http_app(host_origin_protection=False)")
    assert named(policy.allow_origin) == ["*"]
    assert [type(seen) for seen in policy.observations] == [Unguarded]
