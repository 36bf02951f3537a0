"""Methods that judge the Origin of a WebSocket: which are found, and what they decide."""

from __future__ import annotations

import pytest

from corslint.allow_origin import (
    AnyOrigin,
    OriginList,
    OriginProgram,
    UnknownOrigins,
    parts_of,
)
from corslint.extractors.websocket_origin import extract, predict
from corslint.policy import Channel, Policy
from corslint.source import Workspace
from corslint.wire import FOREIGN_ORIGIN, Certainty, Request

IMPORTS = "import tornado.websocket\nfrom tornado.websocket import WebSocketHandler\n"
OPEN = "    def check_origin(self, origin):\n        return True\n"


def policies(code: str, **others: str) -> list[Policy]:
    files = {"main.py": IMPORTS + code} | {
        f"{key}.py": text for key, text in others.items()
    }
    workspace = Workspace.of(files)
    source = workspace.source("main.py")
    assert source is not None
    return list(extract.extract(source, workspace))


def only(code: str, **others: str) -> Policy:
    [policy] = policies(code, **others)
    assert policy.channel is Channel.WEBSOCKET
    return policy


def kinds(policy: Policy) -> list[type]:
    return [type(part) for part in parts_of(policy.allow_origin)]


def method(*lines: str, base: str = "WebSocketHandler") -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"class Socket({base}):\n    def check_origin(self, origin):\n{body}"


FOUND = {
    "Tornado's class": f"class Socket(WebSocketHandler):\n{OPEN}",
    "through the module": f"class Socket(tornado.websocket.WebSocketHandler):\n{OPEN}",
    "a base of this file": (
        f"class Base(WebSocketHandler):\n    pass\nclass Live(Base):\n{OPEN}"
    ),
    "a base by another name": (
        f"from tornado.websocket import WebSocketHandler as H\nclass Live(H):\n{OPEN}"
    ),
    "a name that says it": f"class WebSocketMixin:\n{OPEN}",
    "a method that says it": (
        f"class Live(Base):\n{OPEN}    def on_message(self, message):\n        pass\n"
    ),
    "in a function": (
        "def make():\n    class Socket(WebSocketHandler):\n"
        "        def check_origin(self, origin):\n            return True\n"
    ),
    "a lambda": "class Socket(WebSocketHandler):\n    check_origin = lambda self, o: True\n",
    "a function by its name": (
        "def anybody(handler, origin):\n    return True\n"
        "class Socket(WebSocketHandler):\n    check_origin = anybody\n"
    ),
    "put on a class from outside": (
        "tornado.websocket.WebSocketHandler.check_origin = lambda self, origin: True\n"
    ),
    "put there by a function": (
        "def open_up():\n"
        "    def anybody(self, origin):\n        return True\n"
        "    WebSocketHandler.check_origin = anybody\n"
    ),
    "a default for the argument": (
        "class Socket(WebSocketHandler):\n"
        "    def check_origin(self, origin=None):\n        return True\n"
    ),
    "annotated": (
        "class Socket(WebSocketHandler):\n"
        "    def check_origin(self, origin: str) -> bool:\n        return True\n"
    ),
    "among files": f"from base import Base\nclass Live(Base):\n{OPEN}",
}
OTHERS = {
    "base": "from tornado.websocket import WebSocketHandler\n"
    "class Base(WebSocketHandler):\n    pass\n"
}


@pytest.mark.parametrize("name", FOUND)
def test_every_way_to_write_it(name: str) -> None:
    policy = only(FOUND[name], **(OTHERS if name == "among files" else {}))
    assert kinds(policy) == [AnyOrigin]
    assert predict(policy, Request(FOREIGN_ORIGIN, websocket=True)).status == 101


LEFT_ALONE = {
    "no WebSocket": f"class Remote:\n{OPEN}",
    "a page": f"from tornado.web import RequestHandler\nclass Page(RequestHandler):\n{OPEN}",
    "more arguments": (
        "class Socket(WebSocketHandler):\n"
        "    def check_origin(self, origin, host):\n        return True\n"
    ),
    "no argument": (
        "class Socket(WebSocketHandler):\n    def check_origin(self):\n        return True\n"
    ),
    "a function": "def check_origin(handler, origin):\n    return True\n",
    "another attribute": "class Socket(WebSocketHandler):\n    check = lambda self, o: True\n",
    "a value": "class Socket(WebSocketHandler):\n    check_origin = None\n",
    "not written": "class Socket(WebSocketHandler):\n    def on_message(self, m): pass\n",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_is_no_such_method(name: str) -> None:
    assert policies(LEFT_ALONE[name]) == []


DECISIONS = {
    "everybody": (method("return True"), [AnyOrigin]),
    "a true value": (method("return 'yes'"), [AnyOrigin]),
    "whoever is signed in": (
        method("if not self.current_user:", "    return False", "return True"),
        [AnyOrigin],
    ),
    "the check is only logged": (
        method("if 'example.com' not in origin:", "    print(origin)", "return True"),
        [AnyOrigin],
    ),
    "nobody": (method("return False"), [OriginList]),
    "nothing returned": (method("print(origin)"), [OriginList]),
    "raises": (method("raise ValueError(origin)"), [OriginList]),
    "its own host": (method("return super().check_origin(origin)"), [OriginList]),
    "its own host, the old way": (
        method("return super(Socket, self).check_origin(origin)"),
        [OriginList],
    ),
    "its own host, by name": (
        method("return WebSocketHandler.check_origin(self, origin)"),
        [OriginList],
    ),
    "a list": (method("return origin in {'https://a.example.com'}"), [OriginProgram]),
    "a list or its own host": (
        method(
            "if origin in {'https://a.example.com'}:",
            "    return True",
            "return super().check_origin(origin)",
        ),
        [OriginProgram],
    ),
    "an argument of the class": (
        method("return origin in self.allowed"),
        [OriginProgram, UnknownOrigins],
    ),
    "a setting that may be a star": (
        method("if self.allow_origin == '*':", "    return True", "return False"),
        [OriginProgram, UnknownOrigins],
    ),
    "a switch": (
        method("return super().check_origin(origin) or self.cors_allowed"),
        [OriginProgram, UnknownOrigins],
    ),
    "the host that was asked": (
        method(
            "from urllib.parse import urlparse",
            "return urlparse(origin).netloc == self.request.headers.get('Host')",
        ),
        [OriginProgram, UnknownOrigins],
    ),
    "a base from elsewhere": (
        method("return super().check_origin(origin)", base="SomeWebSocket"),
        [OriginProgram, UnknownOrigins],
    ),
    "a function from elsewhere": (
        "from policies import fine\n" + method("return fine(origin)"),
        [OriginProgram, UnknownOrigins],
    ),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_who_is_let_in(name: str) -> None:
    code, expected = DECISIONS[name]
    assert kinds(only(code)) == expected


def test_a_base_of_the_tree_decides() -> None:
    base = f"from tornado.websocket import WebSocketHandler\nclass Base(WebSocketHandler):\n{OPEN}"
    code = "from base import Base\n" + method(
        "return super().check_origin(origin)", base="Base"
    )
    assert kinds(only(code, base=base)) == [AnyOrigin]


def test_the_place_is_the_value_that_opens() -> None:
    part = only(method("if not origin:", "    return False", "return True")).allow_origin
    assert isinstance(part, AnyOrigin)
    assert (part.span.line, part.span.column, part.span.end_column) == (7, 16, 20)


def test_a_constant_from_elsewhere_is_followed() -> None:
    code = "from settings import ANY\n" + method("return ANY")
    part = only(code, settings="ANY = True\n").allow_origin
    assert isinstance(part, AnyOrigin)
    assert part.span.path == "main.py"
    assert [span.path for span in part.via] == ["settings.py"]


def test_the_default_of_a_variable_is_named() -> None:
    code = "import os\n" + method("return os.environ.get('ANY_ORIGIN', 'yes') == 'yes'")
    part = only(code).allow_origin
    assert isinstance(part, AnyOrigin)
    assert part.variable == "ANY_ORIGIN"


def test_a_debug_setting_is_for_development() -> None:
    code = method("if self.settings['debug']:", "    return True", "return False")
    policy = only(code)
    assert kinds(policy) == [AnyOrigin]
    assert policy.development
    assert policy.tests


def test_without_an_origin_nothing_is_asked() -> None:
    policy = only(method("return False"))
    assert predict(policy, Request(None, websocket=True)).status == 101
    assert predict(policy, Request(FOREIGN_ORIGIN, websocket=True)).status == 403


def test_what_cannot_be_told_is_doubtful() -> None:
    policy = only(method("return origin in self.allowed"))
    assert predict(policy, Request(FOREIGN_ORIGIN, websocket=True)).doubts
    [program, _] = parts_of(policy.allow_origin)
    assert isinstance(program, OriginProgram)
    assert program.decide(FOREIGN_ORIGIN) is Certainty.MAYBE


def test_a_deployment_that_opens_it_is_seen() -> None:
    code = f"import os\n{IMPORTS}OPEN = os.environ.get('OPEN_SOCKETS', 'no')\n" + method(
        "return OPEN == 'yes'"
    )
    workspace = Workspace.of({"main.py": code, ".env": "OPEN_SOCKETS=yes\n"})
    source = workspace.source("main.py")
    assert source is not None
    closed, opened = extract.extract(source, workspace)
    assert AnyOrigin not in kinds(closed)
    assert kinds(opened) == [AnyOrigin]
    assert opened.deployment is not None
