"""Units of systemd and programs of supervisord, which no shell reads."""

from __future__ import annotations

import configparser

import pytest
from launching import Line, cut, launched, lines, variables

UNIT = """\
[Unit]
Description=x = y
ExecStart=no
# ExecStart=no

[Service]
Environment="A=b c" D=e
Environment=F=$x G=%h H='%%'
ExecStartPre=/bin/no
ExecStart=-@/usr/bin/prog a '["*"]' * \\
    # a comment
    ~ $X ${Y}b %i $$ \\
  c
Restart=always
"""


def test_unit() -> None:
    [launch] = launched("web.service", UNIT)
    assert [each.text for each in launch.words] == [
        *("/usr/bin/prog", "a", '["*"]', "*", "~", None, None, None, "$", "c")
    ]
    assert variables(launch) == {"A": "b c", "D": "e", "F": "$x", "G": None, "H": "%"}
    assert launch.complete
    [words] = cut("web.service", UNIT)
    assert words[:3] == ["/usr/bin/prog", "a", "'[\"*\"]'"]
    assert words[-4:] == ["${Y}b", "%i", "$$", "c"]


OPEN: dict[str, list[Line]] = {
    "EnvironmentFile=-/etc/x\nExecStart=prog": [["prog"]],
    "ExecStart=prog\nPassEnvironment=A": [["prog"]],
    "Environment=A=1\nEnvironment=\nExecStart=sh -c 'prog $$A; exec prog b'": [
        ["prog", None],
        ["prog", "b"],
    ],
    "ExecStart=": [],
    "ExecStart": [],
    "ExecStart=prog \\": [["prog"]],
}


@pytest.mark.parametrize("text", OPEN)
def test_services(text: str) -> None:
    found = launched("x.service", f"[Service]\n{text}")
    assert lines("x.service", f"[Service]\n{text}") == OPEN[text]
    assert all(not each.environment for each in found)
    assert all(each.complete is ("=-" not in text and "Pass" not in text) for each in found)


SUPERVISOR = """\
[supervisord]
environment=A="1",B=2

[program:web]
command=prog a %(ENV_X)s '["*"]' * $HOME %%
  b ; comment
directory=/x
environment=B="x y",
    C='3',D=%(here)s,E="%%"
; command=no
[program:shell]
command = /bin/bash -c "prog $A"
[eventlistener:x]
command=no
"""


def test_supervisord() -> None:
    web, shell = launched("supervisord.conf", SUPERVISOR)
    assert [each.text for each in web.words] == [
        *("prog", "a", None, '["*"]', "*", "$HOME", "%", "b")
    ]
    assert variables(web) == {"A": "1", "B": "x y", "C": "3", "D": None, "E": "%"}
    assert variables(shell) == {"A": "1", "B": "2"}
    assert [each.text for each in shell.words] == ["prog", None]
    assert (web.name, shell.name) == ("web", "shell")


def test_sections_are_those_of_a_configuration_parser() -> None:
    """What Python's own reader, which supervisord builds on, takes for the command."""
    parser = configparser.RawConfigParser(inline_comment_prefixes=(";",))
    parser.read_string(SUPERVISOR)
    assert parser["program:web"]["command"].split()[-1] == "b"
    assert parser["program:web"]["environment"].split("\n")[-1].startswith("C=")
