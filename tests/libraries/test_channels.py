"""Channels: recorded handshakes, the real validators, Django's settings, spellings."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import django
import pytest
from channels.security.websocket import OriginValidator
from django.conf import settings as configured
from drawing import ENTRIES, ORIGINS, compiled
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import EVIL, GOOD, read

from corslint import registry
from corslint.allow_origin import AnyOrigin, OriginList, Sent, UnknownOrigins
from corslint.observation import MixedWildcard, RefusedSetting, WrongType
from corslint.policy import Channel, Policy
from corslint.wire import Answer, Request

DATA = Path(__file__).parents[1] / "data" / "channels.json"
RECORDED: dict[str, dict[str, str]] = json.loads(DATA.read_text("utf-8"))
"""What the validators of channels 4.3.2 did, by how they were made; asked at api.example."""

PROBES = {
    "same host": "http://api.example",
    "good": GOOD,
    "evil": EVIL,
    "null": "null",
    "suffix": "https://a.example.evil.test",
    "sub": "https://s.a.example",
    "no Origin": None,
}
STATUS = {"accepted": 101, "refused": 403}
HEAD = """\
import os
import re
from channels.security.websocket import AllowedHostsOriginValidator, OriginValidator
"""
START = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n'
BY_HOSTS = f"{HEAD}application = AllowedHostsOriginValidator(app)\n"
EXAMPLES = 400 if os.environ.get("CORSLINT_FULL") else 60


def shaken(policy: Policy, origin: str | None) -> Answer:
    request = Request(origin, websocket=True)
    return registry.extractor_for("channels").answer(policy, request)


def read_with(hosts: str) -> list[Policy]:
    return read("channels", BY_HOSTS, {"manage.py": START, "settings.py": hosts})


def made(name: str) -> list[Policy]:
    kind, _, rest = name.partition(" ")
    if kind == "OriginValidator":
        return read("channels", f"{HEAD}application = OriginValidator(app, {rest})\n")
    hosts, debug = rest.split(" DEBUG=")
    hosts = hosts.partition("=")[2]
    return read_with(f"ALLOWED_HOSTS = {hosts}\nDEBUG = {debug}\n")


@pytest.mark.parametrize("name", RECORDED)
def test_every_recorded_handshake_is_predicted(name: str) -> None:
    [policy] = made(name)
    assert policy.channel is Channel.WEBSOCKET
    for probe, said in RECORDED[name].items():
        answer = shaken(policy, PROBES[probe])
        assert (answer.status, answer.doubts) == (STATUS[said], ()), probe


HOSTS = (
    "a.example",
    ".a.example",
    "https://.a.example",
    "https://a.example:443",
    "https://A.EXAMPLE",
    "a.example:8443",
    "localhost",
    "[::1]",
    "wss://a.example",
    ".",
    "//a.example",
    "https://a.example:99999",
    "https://[ab].example",
)
ASKED = (None, *ORIGINS, "http://localhost:3000", "http://[::1]:8000", "https://.a.example")
LISTS = st.one_of(
    st.lists(st.sampled_from((*ENTRIES, *HOSTS)), max_size=3).map(repr),
    st.lists(st.sampled_from((*ENTRIES, *HOSTS)), max_size=3).map(lambda x: repr(tuple(x))),
    st.sampled_from((*ENTRIES, *HOSTS)).map(repr),
    st.sampled_from(("None", "True", "[5]", "[None]", "{'a.example': 1}")),
    compiled().map(lambda each: f"[{each}]"),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(LISTS)
def test_real_validators_do_as_predicted(origins: str) -> None:
    code = f"{HEAD}application = OriginValidator(app, {origins})\n"
    [policy] = read("channels", code)
    names: dict[str, Any] = {"app": accepting}
    ready()
    exec(compile(code, "main.py", "exec"), names)
    for origin in ASKED:
        answer = shaken(policy, origin)
        found = asyncio.run(handshake(names["application"], origin))
        assert (answer.status, answer.doubts) == (found, ()), origin


def ready() -> None:
    if not configured.configured:
        configured.configure(ALLOWED_HOSTS=[])
        django.setup()


async def accepting(_scope: object, _receive: object, send: Any) -> None:
    await send({"type": "websocket.accept"})


async def handshake(application: Any, origin: str | None) -> int:
    """The status that a server would answer."""
    found: list[str] = []
    left = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1006}]

    async def receive() -> dict[str, object]:
        return left.pop(0)

    async def send(message: dict[str, str]) -> None:
        found.append(message["type"])

    headers = [] if origin is None else [(b"origin", origin.encode())]
    scope = {"type": "websocket", "path": "/", "headers": headers}
    try:
        await application(scope, receive, send)
    except (AttributeError, TypeError, ValueError):
        return 500
    return 101 if "websocket.accept" in found else 403


def test_the_real_class_is_that_of_the_recording() -> None:
    assert OriginValidator.__module__ == "channels.security.websocket"


@pytest.mark.parametrize(
    "code",
    [
        'application = OriginValidator(app, ["https://a.example"])',
        'application = OriginValidator(app, allowed_origins=["https://a.example"])',
        'application = OriginValidator(application=app, allowed_origins=("a.example",))',
        'from channels.security import websocket as w\nw.OriginValidator(app, ["a.example"])',
        'ALLOWED = ["https://a.example/"]\nx = {"websocket": OriginValidator(app, ALLOWED)}',
        "class MyOriginValidator(OriginValidator):\n    pass\n"
        'application = MyOriginValidator(app, ["https://a.example"])',
    ],
)
def test_every_spelling_is_read(code: str) -> None:
    [policy] = read("channels", f"{HEAD}{code}\n")
    assert [shaken(policy, each).status for each in (GOOD, EVIL, None)] == [101, 403, 403]
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.entries[0].admits == (GOOD,)


def test_a_class_that_decides_itself_is_not_known() -> None:
    code = (
        f"{HEAD}class MyOriginValidator(OriginValidator):\n"
        "    def validate_origin(self, parsed_origin):\n        return True\n"
        "application = MyOriginValidator(app, [])\n"
    )
    [policy] = read("channels", code)
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert shaken(policy, GOOD).doubts


@pytest.mark.parametrize(
    ("hosts", "reason"),
    [
        ('import os\nALLOWED_HOSTS = os.environ["H"].split(",")\n', "split()"),
        ("DEBUG = True\n", "not set"),
        ('import os\nDEBUG = os.environ["D"] == "1"\nALLOWED_HOSTS = []\n', "DEBUG"),
    ],
)
def test_hosts_that_cannot_be_read_are_no_answer(hosts: str, reason: str) -> None:
    [policy] = read_with(hosts)
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert reason in policy.allow_origin.reason
    assert shaken(policy, GOOD).doubts


def test_settings_that_are_not_at_hand_are_no_answer() -> None:
    [policy] = read("channels", BY_HOSTS)
    assert isinstance(policy.allow_origin, UnknownOrigins)


def test_hosts_by_default_of_a_variable() -> None:
    [policy] = read_with('import os\nALLOWED_HOSTS = os.getenv("HOSTS", "*").split(",")\n')
    match policy.allow_origin:
        case AnyOrigin(sent=Sent.ACCEPTED, variable="HOSTS"):
            pass
        case other:
            raise AssertionError(other)


def test_a_deployment_names_the_hosts() -> None:
    files = {
        "manage.py": START,
        "settings.py": 'import os\nALLOWED_HOSTS = os.environ["HOSTS"].split(",")\n',
        ".env": "HOSTS=*\n",
    }
    plain, deployed = read("channels", BY_HOSTS, files)
    assert isinstance(plain.allow_origin, UnknownOrigins)
    assert isinstance(deployed.allow_origin, AnyOrigin)


@pytest.mark.parametrize(
    ("origins", "kind", "words"),
    [
        ('"https://a.example"', WrongType, "letter by letter, and no Origin"),
        ('"https://*.a.example"', WrongType, "its `*` lets everybody in"),
        ('["*", "https://a.example"]', MixedWildcard, "everybody is let in"),
        ("[5]", RefusedSetting, "for every request that has an Origin"),
        ("None", RefusedSetting, "for every request"),
    ],
)
def test_faults_are_told(origins: str, kind: type, words: str) -> None:
    [policy] = read("channels", f"{HEAD}application = OriginValidator(app, {origins})\n")
    found = [each for each in policy.observations if isinstance(each, kind)]
    assert [words in each.consequence for each in found] == [True]
