"""The MCP SDK: ``TransportSecuritySettings(allowed_origins=[...])``.

A guard that answers 403 to other Origins, for servers that are reached over HTTP.
Executed with mcp 2.3.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.things import Called
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.models import RefusedError
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.libraries.kit.validated import switch
from corslint.libraries.kit.whom import Meant, each
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.mcp.sdk import ON, ORIGINS, Guard, meaning
from corslint.observation import Effect
from corslint.policy import Channel, Policy

HOSTS = "allowed_hosts"
IGNORED = "Pydantic takes it without a word and leaves it out"
OFF = f"`{ON}` is off, and with it all that is allowed or not"

SETTINGS = Signature(
    frozenset(
        {
            "mcp.server.transport_security.TransportSecuritySettings",
            "mcp.server.fastmcp.server.TransportSecuritySettings",
        }
    ),
    (ON, HOSTS, ORIGINS),
    positional=0,
    effect=Effect.CLOSES,
    words=IGNORED,
)


def settings(call: Called) -> Passed | None:
    """Without origins nobody is meant to get in from other pages."""
    found = SETTINGS(call)
    if found is None or not (ORIGINS in found.given or found.strange):
        return None
    given = {name: one for name, one in found.given.items() if name != HOSTS}
    return replace(found, given=given, inactive=OFF if is_off(found) else None)


def is_off(passed: Passed) -> bool:
    given = passed.given.get(ON)
    known = None if given is None else plain(given.thing)
    try:
        return known is not None and known.told and not switch(ON, known.value)
    except RefusedError:
        return False


def whom(use: Use) -> Iterator[Meant]:
    if ORIGINS in use.given:
        yield from each(use.given[ORIGINS], meaning)


def guarding(_: Use, policy: Policy) -> Policy:
    return replace(policy, channel=Channel.GUARD)


REMEDY = (
    "List the origins of the pages that may send requests: "
    '`allowed_origins=["https://app.example.com"]`.'
)

extract = extractor_of(
    "mcp",
    Component(
        title="MCP",
        package="mcp",
        version="2.3.0",
        words=("mcp",),
        reads=(settings,),
        build=Guard,
        kinds={ORIGINS: Kind.ORIGINS, ON: Kind.SWITCH},
        whom=whom,
        shown={},
        opened={ORIGINS: ["https://app.example"]},
        remedy=REMEDY,
        vary_offered=False,
        finish=guarding,
    ),
    markers=(b"transportsecuritysettings",),
)
