"""Words that tell what code is about: CORS, refusing, routing, changing a value."""

from __future__ import annotations

import builtins
import re
import sys
from functools import lru_cache

NEEDLES = ("cors", "access-control", "access_control_", "origin", "vary")


LEAVING = frozenset({"abort", "exit", "_exit", "quit", "abort_with", "sys.exit"})
"""Functions that raise or end the process, by their last name."""


DOING = {
    "bokeh": frozenset({"allow_websocket_origin"}),
    "engineio": frozenset({"AsyncServer", "Server"}),
    "fastmcp": frozenset({"allowed_origins", "host_origin_protection"}),
    "flask_socketio": frozenset({"SocketIO", "init_app"}),
    "gradio": frozenset({"launch", "mount_gradio_app"}),
    "mcp": frozenset({"TransportSecuritySettings"}),
    "panel": frozenset({"websocket_origin"}),
    "reflex": frozenset({"Config"}),
    "sanic": frozenset({"update_config"}),
    "sanic_ext": frozenset({"Extend"}),
    "socketio": frozenset({"AsyncServer", "Server"}),
}
"""What may put CORS to work and does not say so, by the package that a file imports."""


REFUSING = re.compile(r"^_?(?:abort|forbid|deny|reject|refuse|raise_|fail)")
"""Names of functions that are there to turn a request away."""


GUARD = re.compile(r"check|guard|verify|valid|require|ensure|assert|enforce|authori")
"""Names of functions that are there to raise when something is wrong."""


BUILTINS = frozenset(dir(builtins))


BENIGN = frozenset(
    {"logger", "logging", "log", "print", "warnings", "LOG", "LOGGER", "_logger"}
)
"""Whoever tells of a value does not judge it."""


ROUTING = frozenset(
    {
        "add_api_route",
        "add_event_handler",
        "add_exception_handler",
        "add_url_rule",
        "include_router",
        "init_app",
        "mount",
        "register_blueprint",
        "register_error_handler",
    }
)
"""Methods that give an application more to serve: no value depends on them."""


STANDARD = frozenset(sys.stdlib_module_names)
"""Modules whose functions change no value of a program's own."""


PARTS = frozenset(
    """add_argument_group add_mutually_exclusive_group add_subparsers add_parser
    setdefault""".split()
)
"""Methods that give something which the object goes on to hold."""


MUTATORS = frozenset(
    """add append appendleft clear discard extend insert pop popitem remove reverse
    setdefault sort update __setattr__ __setitem__""".split()
)
"""Methods that change what they are called on."""


HEADER_WRITERS = frozenset(
    {"add_header", "append_header", "send_header", "set_header", "setHeader"}
)
"""Methods of responses that write a header whose name they are given."""


NO_NAMES: frozenset[str] = frozenset()


COMMON = frozenset({"self", "cls", "app", "request", "req", "response", "resp", "super"})


UNIMPORTANT = (COMMON - {"app"}) | {f".{name}" for name in COMMON}
"""Names that say nothing: a branch is not worth taking because its test mentions one."""


def about_cors(word: str) -> bool:
    return len(word) <= 200 and says_cors(word)


@lru_cache(maxsize=20_000)
def says_cors(word: str) -> bool:
    word = word.lower().replace("original", "")
    return any(needle in word for needle in NEEDLES)


def about_headers(word: str) -> bool:
    return len(word) < 200 and "access-control-" in word.lower()
