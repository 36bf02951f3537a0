"""What packages bring along: the table is in order, and what it leads to."""

from __future__ import annotations

from itertools import pairwise

import pytest

from corslint.extractors.python_socketio import COMPONENT
from corslint.source import Workspace
from corslint.versions.carried import CARRIERS, asked_by
from corslint.versions.lookup import assumed
from corslint.versions.ranges import before, specifiers

TABLES = [(package, carrier) for package, found in CARRIERS.items() for carrier in found]


@pytest.mark.parametrize(("package", "carrier"), TABLES)
def test_releases_are_in_order_and_say_what_can_be_read(package: str, carrier: str) -> None:
    takes = CARRIERS[package][carrier]
    since = [release for release, _ in takes]
    assert all(map(before, since[:-1], since[1:]))
    assert all(specifiers(what) for _, what in takes)
    assert all(one[1] != other[1] for one, other in pairwise(takes))


def test_what_wheels_of_fastapi_ask_for() -> None:
    """Read in the METADATA of the wheels on the index."""
    takes = CARRIERS["starlette"]["fastapi"]
    asked = {
        "0.88.0": "==0.22.0",
        "0.128.3": ">=0.40.0,<1.0.0",
        "0.132.0": ">=0.40.0,<1.0.0",
        "0.133.0": ">=0.40.0",
    }
    assert {release: asked_by(release, takes) for release in asked} == asked


@pytest.mark.parametrize(
    ("requirement", "version", "older"),
    [
        ("Flask-SocketIO==4.3.2", "3.13.0", True),
        ("Flask-SocketIO==5.3.6", "4.15.1", False),
        ("python-socketio<5", "3.13.0", True),
        ("python-socketio==5.16.2", "4.15.1", False),
        ("python-engineio==4.9.0\npython-socketio==5.16.2", "4.9.0", True),
    ],
)
def test_engineio_comes_with_others(requirement: str, version: str, older: bool) -> None:
    tree = Workspace.of({"main.py": "", "requirements.txt": requirement})
    found = assumed(tree, "main.py", *COMPONENT.versions)
    assert found is not None
    assert found.version == version
    assert (COMPONENT.at(version) is not COMPONENT) is older
