"""The MCP SDK: ``TransportSecuritySettings(allowed_origins=[...])``.

A guard that answers 403 to other Origins and 421 to other Hosts, for servers that are
reached over HTTP.
Executed with mcp 2.3.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corslint.allow_origin import AnyOrigin, Sent
from corslint.evaluate.settle import placed
from corslint.evaluate.things import Called
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.models import RefusedError
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Given, Passed, Signature, Use
from corslint.libraries.kit.validated import switch
from corslint.libraries.kit.whom import Everybody, Meant, each, meant
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.mcp.listening import listening
from corslint.libraries.mcp.sdk import ON, ORIGINS, Guard, meaning
from corslint.observation import Effect, Observation, Unguarded
from corslint.policy import Channel, Policy

HOSTS = "allowed_hosts"
IGNORED = "Pydantic takes it without a word and leaves it out"
UNGUARDED = "`{}` is off, and neither the Host nor the Origin is looked at"
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
    """Without origins nobody is meant to get in from other pages, unless it is off."""
    found = SETTINGS(call)
    if found is None:
        return None
    given = {name: one for name, one in found.given.items() if name != HOSTS}
    if ORIGINS in given:
        return replace(found, given=given, inactive=OFF if is_off(given) else None)
    wanted = found.strange or (is_off(given) and found.missing is None)
    return replace(found, given=given) if wanted else None


def is_off(options: Mapping[str, Given]) -> bool:
    given = options.get(ON)
    known = None if given is None else plain(given.thing)
    try:
        return known is not None and known.told and not switch(ON, known.value)
    except RefusedError:
        return False


def whom(use: Use) -> Iterator[Meant]:
    if ORIGINS in use.given:
        yield from each(use.given[ORIGINS], meaning)
    elif is_off(use.given):
        yield meant(*use.given[ON], Everybody())


def faults(use: Use) -> Iterator[Observation]:
    if ORIGINS not in use.given and is_off(use.given):
        yield Unguarded(placed(*use.given[ON])[0], UNGUARDED.format(ON))


def guarding(use: Use, policy: Policy) -> Policy:
    """A guard lets requests in, and sends no header to anybody."""
    whom = policy.allow_origin
    if isinstance(whom, AnyOrigin):
        whom = replace(whom, sent=Sent.PASSED, with_credentials=None)
    return replace(policy, allow_origin=whom, channel=Channel.GUARD, private=listening(use))


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
        faults=faults,
        finish=guarding,
    ),
    markers=(b"transportsecuritysettings",),
)
