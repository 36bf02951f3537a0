"""Spellings of python-socketio beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint import registry
from corslint.allow_origin import AnyOrigin, OriginList, OriginProgram
from corslint.extractors import python_socketio
from corslint.libraries.kit.models import Reply
from corslint.observation import Effect, MixedWildcard, RefusedSetting, UnknownOption
from corslint.policy import Channel
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN, Certainty, Request

NAME = "python_socketio"
GIVEN = 'cors_allowed_origins=["https://a.example"]'


@pytest.mark.parametrize(
    "code",
    [
        f"import socketio\nsio = socketio.Server({GIVEN})",
        f"import socketio\nsio = socketio.AsyncServer(async_mode='asgi', {GIVEN})",
        f"import socketio as s\nsio = s.Server(None, True, {GIVEN})",
        f"from socketio import AsyncServer as A\nsio = A({GIVEN})",
        f"import engineio\neio = engineio.Server({GIVEN})",
        f"import engineio\neio = engineio.AsyncServer({GIVEN}, cors_credentials=True)",
        "import engineio\nORIGINS = ['https://a.example']\n"
        "eio = engineio.Server('eventlet', 25, 20, 1, True, True, 1, None, ORIGINS)",
        f"from flask_socketio import SocketIO\nsocketio = SocketIO(app, {GIVEN})",
        f"from flask_socketio import SocketIO\nsocketio = SocketIO({GIVEN})\n"
        "def create_app():\n    socketio.init_app(app)",
        "from flask_socketio import SocketIO\nsocketio = SocketIO()\n"
        f"socketio.init_app(app, {GIVEN})",
        "from flask_socketio import SocketIO\nsocketio = SocketIO(cors_allowed_origins='*')\n"
        f"socketio.init_app(app, {GIVEN})",
        f"import socketio\nclass Mine(socketio.Server):\n    pass\nsio = Mine({GIVEN})",
        f"import socketio\nO = dict({GIVEN})\nsio = socketio.Server(**O)",
        "import socketio\nsio = socketio.Server(cors_allowed_origins='https://a.example')",
        "import socketio\ndef ok(origin):\n    return origin == 'https://a.example'\n"
        "sio = socketio.Server(cors_allowed_origins=ok)",
        "import socketio\nOK = {'https://a.example'}\ndef make():\n"
        "    def ok(origin, environ):\n        return origin in OK\n"
        "    return socketio.Server(cors_allowed_origins=ok)",
        "import socketio\nsio = socketio.Server("
        "cors_allowed_origins=lambda o, environ: o.endswith('//a.example'))",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert policy.observations == ()
    found = answer(policy)
    assert (found.value(ALLOW_ORIGIN), found.doubts) == (GOOD, ())
    assert found.value(ALLOW_CREDENTIALS) == "true"
    refused = answer(policy, EVIL)
    assert (refused.status, refused.headers, refused.doubts) == (400, (), ())


def test_the_application_may_come_later_from_another_file() -> None:
    ext = "from flask_socketio import SocketIO\nsocketio = SocketIO(cors_credentials=False)"
    code = f"from ext import socketio\nsocketio.init_app(app, {GIVEN})"
    [policy] = policies(NAME, code, "app.py", ext=ext)
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD),)


def test_other_servers_are_none() -> None:
    code = f"from http import Server\nsio = Server({GIVEN})\nimport socketio"
    assert policies(NAME, code) == []


def test_handshakes_are_judged_as_well() -> None:
    [policy] = policies(NAME, f"import socketio\nsio = socketio.Server({GIVEN})")
    assert answer(policy, EVIL, websocket=True).status == 400
    assert answer(policy, GOOD, websocket=True).status == 101


def test_an_empty_list_leaves_handshakes_to_nobody() -> None:
    [policy] = policies(
        NAME, "import socketio\nsio = socketio.Server(cors_allowed_origins=[])"
    )
    assert policy.channel is Channel.WEBSOCKET
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert answer(policy, EVIL, websocket=True).status == 101
    assert answer(policy, EVIL).headers == ()


def test_a_wildcard_opens_both_ways_in() -> None:
    code = "import socketio\nsio = socketio.Server(cors_allowed_origins='*')"
    http, socket = policies(NAME, code)
    assert (http.channel, socket.channel) == (Channel.HTTP, Channel.WEBSOCKET)
    assert isinstance(socket.allow_origin, AnyOrigin)
    assert answer(socket, EVIL, websocket=True).status == 101
    assert answer(http, EVIL).value(ALLOW_ORIGIN) == EVIL


def test_by_default_the_own_origin_gets_in() -> None:
    code = "import socketio\nsio = socketio.Server(cors_allowed_origins=None)"
    [policy] = policies(NAME, code)
    assert isinstance(policy.allow_origin, OriginList)
    assert (policy.allow_origin.entries, policy.allow_origin.own) == ((), True)


@pytest.mark.parametrize(
    "code",
    [
        "import socketio\nsio = socketio.Server()",
        "import socketio as s\nsio = s.AsyncServer(async_mode='asgi')",
        "from socketio import Server as S\ndef make():\n    return S(logger=True)",
        "import engineio\neio = engineio.AsyncServer()",
        "from flask_socketio import SocketIO\nsocketio = SocketIO(app)",
        "from flask_socketio import SocketIO\nsocketio = SocketIO(app=None)",
        "from flask_socketio import SocketIO\nsocketio = SocketIO(message_queue='redis://')\n"
        "def create():\n    socketio.init_app(Flask(__name__))",
    ],
)
def test_servers_that_say_nothing(code: str) -> None:
    [policy] = policies(NAME, code)
    assert isinstance(policy.allow_origin, OriginList)
    assert (policy.allow_origin.entries, policy.allow_origin.own) == ((), True)
    assert (answer(policy).status, answer(policy).headers) == (400, ())


@pytest.mark.parametrize(
    "code",
    [
        "import socketio\nsio = socketio.Client()",
        "from flask_socketio import SocketIO\nsocketio = SocketIO()",
    ],
)
def test_no_server_yet(code: str) -> None:
    assert policies(NAME, code) == []


@pytest.mark.parametrize(
    "code",
    [
        "import socketio\nsio = socketio.Server(cors_allowed_origins='*')\n"
        "sio.eio.cors_allowed_origins = ['https://a.example']",
        "import socketio\nclass Hub:\n    def __init__(self):\n"
        "        self.sio = socketio.AsyncServer()\n"
        "        self.sio.eio.cors_allowed_origins = 'https://a.example'",
        "import engineio\neio = engineio.Server()\n"
        "eio.cors_allowed_origins = ['https://a.example']",
        "from flask_socketio import SocketIO\nsocketio = SocketIO(app)\n"
        "socketio.server.eio.cors_allowed_origins = ['https://a.example']",
        "from flask_socketio import SocketIO\nsocketio = SocketIO()\ndef create():\n"
        "    socketio.init_app(app)\n"
        "    socketio.server.eio.cors_allowed_origins = ['https://a.example']",
    ],
)
def test_attributes_that_are_set_later(code: str) -> None:
    """Asked of the same servers: the engine's attribute is read for every request."""
    [policy] = policies(NAME, code)
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert answer(policy, EVIL).status == 400


def test_credentials_may_be_set_later() -> None:
    code = (
        f"import socketio\nsio = socketio.Server({GIVEN})\nsio.eio.cors_credentials = False"
    )
    [policy] = policies(NAME, code)
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD),)


def test_an_attribute_of_something_else_changes_nothing() -> None:
    code = (
        f"import socketio\nsio = socketio.Server({GIVEN})\nsio.cors_allowed_origins = '*'"
    )
    [policy] = policies(NAME, code)
    assert answer(policy, EVIL).status == 400


def test_an_attribute_that_is_set_on_some_ways() -> None:
    code = (
        f"import socketio, conf\nsio = socketio.Server({GIVEN})\n"
        "if conf.debug:\n    sio.eio.cors_allowed_origins = '*'"
    )
    found = {tuple(named(each.allow_origin)): each for each in policies(NAME, code)}
    assert found.keys() == {("*",), (GOOD,)}
    assert all(policy.tests for policy in found.values())
    assert found["*",].development


def test_a_function_decides() -> None:
    code = (
        "import socketio\nsio = socketio.Server("
        "cors_allowed_origins=lambda origin: origin.endswith('a.example'))"
    )
    [policy] = policies(NAME, code)
    assert isinstance(policy.allow_origin, OriginProgram)
    assert policy.allow_origin.decide("https://evila.example") is Certainty.YES


def test_a_function_that_cannot_be_read() -> None:
    code = (
        "import socketio\nsio = socketio.Server("
        "cors_allowed_origins=lambda origin: table.has(origin))"
    )
    [policy] = policies(NAME, code)
    assert answer(policy).doubts != ()


@pytest.mark.parametrize(
    "value", ["load()", "[load()]", "['https://b.example', *load()]", "settings.ORIGINS"]
)
def test_unknown_origins(value: str) -> None:
    [policy] = policies(
        NAME, f"import socketio\nsio = socketio.Server(cors_allowed_origins={value})"
    )
    assert named(policy.allow_origin)[-1] in ("?", "...")
    assert answer(policy, EVIL).doubts != ()


def test_unknown_options_leave_doubts() -> None:
    [policy] = policies(
        NAME, f"import socketio\nsio = socketio.Server({GIVEN}, cors_credentials=flag())"
    )
    assert answer(policy).doubts != ()
    assert answer(policy, EVIL).doubts == ()


@pytest.mark.parametrize("value", ["True", "False", "1"])
def test_every_request_fails(value: str) -> None:
    [policy] = policies(
        NAME, f"import socketio\nsio = socketio.Server(cors_allowed_origins={value})"
    )
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert "for every request" in seen.consequence
    assert answer(policy).status == 500


def test_an_option_that_is_none() -> None:
    [policy] = policies(NAME, 'import socketio\nsio = socketio.Server(cors_origins=["*"])')
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert (seen.suggestion, seen.effect) == ("cors_allowed_origins", Effect.IGNORED)
    assert answer(policy, GOOD).status == 400


def test_the_wildcard_in_a_list() -> None:
    code = "import socketio\nsio = socketio.Server(cors_allowed_origins=['*', 'https://a.example'])"
    policy, socket = policies(NAME, code)
    assert (socket.channel, socket.observations) == (Channel.WEBSOCKET, ())
    [seen] = policy.observations
    assert isinstance(seen, MixedWildcard)
    assert "everybody" in seen.consequence
    assert named(policy.allow_origin) == ["*"]


def test_earlier_versions_take_the_wildcard_in_a_list_literally() -> None:
    [(before, component)] = python_socketio.COMPONENT.older
    assert before == "4.12.3"
    model = component.build(cors_allowed_origins=["*"])
    reply = Reply()
    model.respond(Request(EVIL), reply)
    assert (reply.status, reply.lines) == (400, [])


@pytest.mark.parametrize(
    "value",
    [
        str(["https://a.example"] * 5000),
        "[" * 50 + "]" * 50,
        "{'a': {'b': b'c'}}",
        "b'https://a.example'",
        "['" + "x" * 100000 + "']",
        "[None, 1, 2.5, b'*', ()]",
    ],
)
def test_hostile_values(value: str) -> None:
    for policy in policies(
        NAME, f"import socketio\nsio = socketio.Server(cors_allowed_origins={value})"
    ):
        answer(policy, EVIL)
        preflight(policy, EVIL, "x-a")


def test_the_extractor_is_registered() -> None:
    assert registry.extractor_for("python-socketio").languages == {"python"}
