"""Jupyter Server and Notebook: ``jupyter_server_config.py`` and its like.

What is answered to requests that are signed in, by a token or a cookie. Executed with
jupyter-server 2.21.1 and notebook 7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from corslint.evaluate.things import Called, Const, Symbol, Table
from corslint.libraries.jupyter_server.model import (
    CREDENTIALS,
    ORIGIN,
    PATTERN,
    TORNADO,
    EarlierServer,
    Server,
)
from corslint.libraries.jupyter_server.settings import (
    CURRENT,
    RETIRED,
    SERVER,
    SOCKETS,
    TRAITS,
    gathered,
)
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside, OwnFile
from corslint.libraries.kit.flags import Reading, Spelling
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Given, Passed, Use
from corslint.libraries.kit.whom import (
    Equals,
    Everybody,
    Fits,
    Meaning,
    Meant,
    Untold,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import DeprecatedOption, Observation
from corslint.origin import WILDCARD
from corslint.policy import Channel, Policy
from corslint.syntax import json
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_ORIGIN,
)

SINCE = "notebook 7"


def truth_of(text: str) -> bool:
    """As traitlets reads it. Raises ValueError for what it refuses."""
    found = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    if found is None:
        raise ValueError(text)
    return found


COMMANDS = ("lab", "notebook", "server", "nbclassic", "kernelgateway")
TEXTS: Mapping[str, Reading] = {CREDENTIALS: truth_of}
REMEDY = (
    "Name the one origin that needs access, `c.ServerApp.allow_origin = "
    '"https://app.example.com"`; several by a pattern that the whole origin has to fit: '
    r'`c.ServerApp.allow_origin_pat = r"https://(app|lab)\.example\.com"`.'
)


def settings(call: Called) -> Passed | None:
    match call.callee:
        case Symbol(name=name) if name in (SERVER, SOCKETS):
            keywords = call.arguments.keywords
            return Passed(
                {
                    each.name: Given(each.value, each.place)
                    for each in keywords
                    if each.name in TRAITS
                }
            )
        case _:
            return None


def reader(mode: str) -> Callable[[Use], Iterator[Meant]]:
    def whom(use: Use) -> Iterator[Meant]:
        given = deciding(use)
        if given is None:
            return
        known = plain(given.thing)
        match known.value:
            case str(text) if given is use.given.get(PATTERN):
                yield meant(given.thing, given.place, Fits(text, mode))
            case str(text):
                yield meant(given.thing, given.place, one(text))
            case _ if not known.told:
                yield meant(given.thing, given.place, Untold(known.missing or ""))
            case _:
                pass

    return whom


def deciding(use: Use) -> Given | None:
    """What is sent: ``allow_origin``, else the pattern, else Tornado's own header."""
    for name in (ORIGIN, PATTERN):
        given = use.given.get(name)
        if given is not None and plain(given.thing).value != "":
            return given
    tornado = use.given.get(TORNADO)
    return None if tornado is None or on_socket(use) else header(tornado)


def header(tornado: Given) -> Given | None:
    match tornado.thing:
        case Table() as table:
            headers = table.get("headers")
        case _:
            return tornado
    pairs = headers.entries if isinstance(headers, Table) else ()
    for key, value in pairs:
        if isinstance(key, Const) and str(key.value).lower() == ALLOW_ORIGIN.lower():
            return Given(value, tornado.place)
    return None


def one(text: str) -> Meaning:
    return Everybody() if text == WILDCARD else Equals(text)


def on_socket(use: Use) -> bool:
    return isinstance(use.call.callee, Symbol) and use.call.callee.name == SOCKETS


def finish(use: Use, policy: Policy) -> Policy:
    return replace(policy, channel=Channel.WEBSOCKET) if on_socket(use) else policy


def faults(use: Use) -> Iterator[Observation]:
    """Names that newer releases pass on."""
    if on_socket(use):
        return
    for each in use.call.arguments.keywords:
        if each.name.startswith("retired "):
            yield DeprecatedOption("NotebookApp", each.span, SINCE, "ServerApp")


KINDS: Mapping[str, Kind] = {
    ORIGIN: Kind.ORIGIN,
    PATTERN: Kind.PATTERN,
    CREDENTIALS: Kind.SWITCH,
    TORNADO: Kind.TABLE,
}

NEWEST = Component(
    title="Jupyter Server",
    package="jupyter-server",
    version="2.21.1",
    words=("allow_origin", "tornado_settings"),
    reads=(settings,),
    build=Server,
    kinds=KINDS,
    whom=reader("full"),
    shown={
        ALLOW_ORIGIN: (ORIGIN, PATTERN, TORNADO),
        ALLOW_CREDENTIALS: CREDENTIALS,
        ALLOW_HEADERS: TORNADO,
    },
    opened={ORIGIN: "https://app.example"},
    remedy=REMEDY,
    vary_offered=False,
    faults=faults,
    finish=finish,
    gather=gathered,
    outside=Outside(
        tuple(
            Spelling(
                name, (f"--{app}.{name}",), key=(app, name), reads=TEXTS.get(name, str)
            )
            for app in (*RETIRED, *CURRENT)
            for name in (ORIGIN, PATTERN, CREDENTIALS)
        ),
        deciding=frozenset({ORIGIN, PATTERN}),
        programs=(
            *(("jupyter", name) for name in COMMANDS),
            *((f"jupyter-{name}",) for name in COMMANDS),
            ("jupyterhub-singleuser",),
            ("start-notebook.py",),
            ("start-notebook.sh",),
            ("start-singleuser.py",),
            ("start-singleuser.sh",),
        ),
        file=OwnFile(
            re.compile(r"(?:^|/)jupyter_(?:server|notebook|lab)_config\.json$"), json.parse
        ),
        faces=(SERVER, SOCKETS),
        remedy=(
            "Name the one origin that needs access, "
            "`--ServerApp.allow_origin=https://app.example.com`; several by a pattern that "
            "the whole origin has to fit: "
            r"`--ServerApp.allow_origin_pat='https://(app|lab)\.example\.com'`."
        ),
    ),
)
BEFORE = replace(NEWEST, version="2.17.0", build=EarlierServer, whom=reader("match"))

extract = extractor_of(
    "jupyter_server",
    replace(NEWEST, older=(("2.18", BEFORE),)),
    markers=(b"serverapp", b"notebookapp"),
)
