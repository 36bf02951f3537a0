"""Django Channels: ``OriginValidator`` and ``AllowedHostsOriginValidator``.

Executed with channels 4.3.2 on Django 5.2.
"""

from __future__ import annotations

from dataclasses import replace

from corslint import program as p
from corslint.allow_origin import AnyOrigin, Sent
from corslint.evaluate.things import Called, Klass, Symbol, Thing
from corslint.libraries.channels.hosts import SETTINGS, gathered
from corslint.libraries.channels.model import ORIGINS, Validator
from corslint.libraries.channels.whom import faults, whom
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.uses import Given, Passed, Signature, Use
from corslint.libraries.kit.worlds import Kind
from corslint.policy import Channel, Policy

SIGNATURE = Signature(
    frozenset({"channels.security.websocket.OriginValidator"}),
    (ORIGINS,),
    first=("application",),
)
JUDGING = frozenset({"valid_origin", "validate_origin", "match_allowed_origin"})
OWN = "the class decides in a method of its own"
LESS = "`allowed_origins` has no default"


def validator(call: Called) -> Passed | None:
    passed = SIGNATURE(call)
    if passed is None:
        return None
    if decides(call.callee):
        return replace(passed, given={}, missing=OWN)
    return passed


def decides(callee: Thing) -> bool:
    """Whether a class that is derived from the validator judges the Origin itself."""
    match callee:
        case Klass(node=p.Class(body=body), bases=bases):
            names = {each.name for each in body if isinstance(each, p.Function)}
            return bool(names & JUDGING) or any(map(decides, bases))
        case _:
            return False


def by_settings(call: Called) -> Passed | None:
    match call.callee:
        case Symbol(name=name) if name == SETTINGS:
            [given] = call.arguments.keywords
            return Passed({ORIGINS: Given(given.value, given.place)})
        case _:
            return None


def build(**options: object) -> Validator:
    """Raises TypeError without the list, as Python does."""
    if ORIGINS not in options:
        raise TypeError(LESS)
    return Validator(options[ORIGINS])


def finish(_: Use, policy: Policy) -> Policy:
    found = policy.allow_origin
    if isinstance(found, AnyOrigin):
        found = replace(found, sent=Sent.ACCEPTED, with_credentials=None)
    return replace(policy, channel=Channel.WEBSOCKET, allow_origin=found)


COMPONENT = Component(
    title="Channels",
    package="channels",
    version="4.3.2",
    words=("channels.security",),
    reads=(validator, by_settings),
    build=build,
    kinds={ORIGINS: Kind.ORIGINS},
    whom=whom,
    shown={},
    opened={ORIGINS: ["https://app.example"]},
    remedy=(
        "Name the origins whose pages may open the WebSocket, "
        '`OriginValidator(app, ["https://app.example.com"])`, or the hosts of the service '
        "itself in `ALLOWED_HOSTS`."
    ),
    vary_offered=False,
    faults=faults,
    finish=finish,
    gather=gathered,
)

extract = extractor_of("channels", COMPONENT, markers=(b"originvalidator",))
