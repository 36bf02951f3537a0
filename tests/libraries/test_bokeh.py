"""Bokeh and Panel: hosts that may open the WebSocket."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies

from corslint.allow_origin import OriginList
from corslint.observation import RefusedSetting, UnknownOption
from corslint.policy import Channel

BOKEH = "from bokeh.server.server import Server\n"
PANEL = "import panel as pn\n"


@pytest.mark.parametrize(
    ("library", "code"),
    [
        ("bokeh", f"{BOKEH}Server({{}}, allow_websocket_origin=['a.example'])"),
        (
            "bokeh",
            f"{BOKEH}HOSTS = ['a.example']\ns = Server(app, port=0, allow_websocket_origin=HOSTS)",
        ),
        (
            "bokeh",
            "import bokeh.server.server as b\nb.Server({}, allow_websocket_origin=['a.example:80'])",
        ),
        ("panel", f"{PANEL}pn.serve({{}}, websocket_origin=['a.example'])"),
        ("panel", f"{PANEL}pn.Row(1).show(port=0, websocket_origin='a.example')"),
        (
            "panel",
            f"{PANEL}def main(port):\n    pn.serve({{}}, websocket_origin='a.example')",
        ),
        (
            "bokeh",
            f"{BOKEH}def go(a):\n    Server(a, allow_websocket_origin=['a.example'])",
        ),
        (
            "panel",
            "from panel.io.server import serve\nserve(view, websocket_origin='a.example')",
        ),
    ],
)
def test_spellings(library: str, code: str) -> None:
    [policy] = policies(library, code)
    assert policy.channel is Channel.WEBSOCKET
    assert policy.observations == ()
    assert answer(policy, GOOD, websocket=True).status == 101
    assert answer(policy, EVIL, websocket=True).status == 403
    assert answer(policy, None, websocket=True).status == 101


@pytest.mark.parametrize(
    "code",
    [
        f"{BOKEH}Server({{}}, port=5006)",
        f"{BOKEH}Server({{}}, allow_websocket_origin=None)",
    ],
)
def test_nothing_said(code: str) -> None:
    assert all(named(each.allow_origin) == [] for each in policies("bokeh", code))
    assert policies("panel", f"{PANEL}pn.serve({{}}, websocket_origin=None)") == []


@pytest.mark.parametrize(
    ("text", "instead"), [("a.example:443", "a.example"), ("A.example:81", "a.example:81")]
)
def test_hosts_that_no_page_has(text: str, instead: str) -> None:
    [policy] = policies("panel", f"{PANEL}pn.serve({{}}, websocket_origin='{text}')")
    assert isinstance(policy.allow_origin, OriginList)
    [entry] = policy.allow_origin.entries
    assert (entry.admits, entry.instead) == ((), instead)


@pytest.mark.parametrize("text", ["https://a.example", "", "a.example:*", "a:1:2", "a:x"])
def test_refused(text: str) -> None:
    [policy] = policies("bokeh", f"{BOKEH}Server({{}}, allow_websocket_origin=['{text}'])")
    assert [type(seen) for seen in policy.observations] == [RefusedSetting]


def test_what_is_no_option() -> None:
    [policy] = policies("bokeh", f"{BOKEH}Server({{}}, allow_websocket_origins=['a'])")
    assert isinstance(policy.observations[0], UnknownOption)


@pytest.mark.parametrize(
    ("value", "last"), [("load()", "?"), ("['a.example', load()]", "...")]
)
def test_unknown_values(value: str, last: str) -> None:
    for library, code in (
        ("bokeh", f"{BOKEH}Server({{}}, allow_websocket_origin={value})"),
        ("panel", f"{PANEL}pn.serve({{}}, websocket_origin={value})"),
    ):
        [policy] = policies(library, code)
        assert named(policy.allow_origin)[-1] == last
        assert answer(policy, EVIL, websocket=True).doubts != ()


@pytest.mark.parametrize("value", ["7", "[[None]]", "{1: 2}", f"['{'*.' * 3000}']", "b'*'"])
def test_hostile_values(value: str) -> None:
    for policy in policies("panel", f"{PANEL}pn.serve({{}}, websocket_origin={value})"):
        answer(policy, "https://" + "a." * 2000, websocket=True)


def test_help_is_for_the_place_where_it_is_written() -> None:
    code = (
        "from bokeh.server.server import Server\nServer({}, allow_websocket_origin=['*'])\n"
    )
    command = "exec bokeh serve app --allow-websocket-origin '*'\n"
    [decided] = policies("bokeh", code)
    [started] = policies("bokeh", command, "run.sh")
    assert "`allow_websocket_origin=[" in (decided.remedy or "")
    assert "`--allow-websocket-origin=" in (started.remedy or "")
