"""Which version a file is read with: the nearest word counts, a lock before a range."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from corslint.policy import Assumed
from corslint.source import Workspace
from corslint.versions.lookup import assumed, before

LOCK = '[[package]]\nname = "sanic-ext"\nversion = "{}"\n'
KNOWN = ("25.12.0", ("21.9", "24.12.0"))


def found(
    files: Mapping[str, str], path: str = "src/app/main.py", **versions: str
) -> Assumed:
    tree = Workspace.of({"src/app/main.py": "", **files})
    tree.versions = {name.replace("_", "."): each for name, each in versions.items()}
    version = assumed(tree, path, "sanic-ext", *KNOWN)
    assert version is not None
    return version


@pytest.mark.parametrize(
    ("files", "version", "why"),
    [
        ({}, "25.12.0", "the newest one known; the project names none"),
        ({"uv.lock": LOCK.format("24.6")}, "24.6", "locked in uv.lock"),
        ({"requirements.txt": "sanic_ext==23.12"}, "23.12", "named in requirements.txt"),
        (
            {"requirements.txt": "sanic-ext"},
            "25.12.0",
            "the newest one known; the project names none",
        ),
        (
            {"requirements/prod.txt": "Sanic-Ext===23.12"},
            "23.12",
            "named in requirements/prod.txt",
        ),
        (
            {"pyproject.toml": '[project]\ndependencies = ["sanic-ext<25"]\n'},
            "24.12.0",
            "`<25` in pyproject.toml",
        ),
        (
            {"pyproject.toml": '[project]\ndependencies = ["sanic-ext>=23"]\n'},
            "25.12.0",
            "`>=23` in pyproject.toml",
        ),
        (
            {"pyproject.toml": '[project]\ndependencies = ["sanic-ext>99"]\n'},
            "25.12.0",
            "the newest one known; none that is known fits the project's range",
        ),
        (
            {"pyproject.toml": '[project]\ndependencies = ["sanic-ext<20"]\n'},
            "21.9",
            "`<20` in pyproject.toml",
        ),
        (
            {"pyproject.toml": '[project]\ndependencies = ["sanic-ext~=24.6.1"]\n'},
            "24.6.1",
            "`~=24.6.1` in pyproject.toml",
        ),
        (
            {
                "src/pyproject.toml": '[project]\ndependencies = ["sanic-ext>=23"]\n',
                "uv.lock": LOCK.format("24.1"),
            },
            "24.1",
            "locked in uv.lock",
        ),
        (
            {
                "src/requirements.txt": "sanic-ext==22.0",
                "requirements.txt": "sanic-ext==21.0",
            },
            "22.0",
            "named in src/requirements.txt",
        ),
        (
            {"other/uv.lock": LOCK.format("24.6")},
            "25.12.0",
            "the newest one known; the project names none",
        ),
    ],
)
def test_where_it_is_named(files: Mapping[str, str], version: str, why: str) -> None:
    assert (found(files).version, found(files).why) == (version, why)


def test_configuration_comes_first() -> None:
    assert found({"uv.lock": LOCK.format("24.6")}, Sanic_Ext="21.9").version == "21.9"


def test_nothing_is_assumed_where_all_known_versions_are_alike() -> None:
    assert assumed(Workspace.of({}), "main.py", "sanic-ext", "25.12.0") is None
    lock = Workspace.of({"uv.lock": LOCK.format("24.6")})
    version = assumed(lock, "main.py", "sanic-ext", "25.12.0")
    assert version is not None
    assert version.span is not None


@pytest.mark.parametrize(
    ("version", "limit", "older"),
    [
        ("24.12.0", "25.12", True),
        ("25.12", "25.12.0", False),
        ("25.12.0rc1", "25.12", True),
        ("9.0", "25.12", True),
        ("nonsense", "25.12", False),
    ],
)
def test_order_of_versions(version: str, limit: str, older: bool) -> None:
    assert before(version, limit) is older
