"""The edition of a library for a file: below which release, and what the project says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from corslint.libraries.django_cors_headers.editions import DJANGO_CORS_HEADERS
from corslint.libraries.flask_cors.editions import FLASK_CORS
from corslint.libraries.starlette.editions import STARLETTE
from corslint.source import Workspace
from corslint.versions.editions import Editions, Older
from corslint.versions.lookup import before

LETTERS = Editions(
    "letters", "3.1", "c", (Older("2.0", "1.9", "a"), Older("3.0", "2.4", "b"))
)
ALL = (STARLETTE, FLASK_CORS, DJANGO_CORS_HEADERS)


def found(files: Mapping[str, str]) -> tuple[str, str, str]:
    edition, version = LETTERS.found(Workspace.of({"main.py": "", **files}), "main.py")
    assert version is not None
    return edition, version.version, version.why


@pytest.mark.parametrize(
    ("version", "edition"),
    [
        ("0.1", "a"),
        ("1.9", "a"),
        ("2.0", "b"),
        ("2.0.0rc1", "a"),
        ("2.99", "b"),
        ("3.0", "c"),
        ("4", "c"),
        ("some", "c"),
    ],
)
def test_a_release_has_the_edition_below_whose_limit_it_is(
    version: str, edition: str
) -> None:
    assert LETTERS.at(version) == edition


@pytest.mark.parametrize(
    ("requirement", "edition", "version"),
    [
        ("letters==1.2", "a", "1.2"),
        ("letters<2", "a", "1.9"),
        ("letters>=2,<3", "b", "2.4"),
        ("letters>=1", "c", "3.1"),
        ("letters", "c", "3.1"),
        ("", "c", "3.1"),
    ],
)
def test_of_a_range_the_newest_is_taken(
    requirement: str, edition: str, version: str
) -> None:
    assert found({"requirements.txt": requirement})[:2] == (edition, version)


@pytest.mark.parametrize("editions", ALL, ids=lambda each: each.package)
def test_the_known_releases_are_in_order_and_in_their_stretch(
    editions: Editions[object],
) -> None:
    for each in editions.older:
        assert before(each.last, each.limit)
        assert editions.at(each.last) is each.edition
    limits = [each.limit for each in editions.older]
    assert all(map(before, limits[:-1], limits[1:]))
    assert not before(editions.version, limits[-1])
    assert len({*map(editions.at, limits)}) == len(limits)


def starlette(files: Mapping[str, str]) -> tuple[str, str]:
    tree = Workspace.of({"app/main.py": "", **files})
    _, version = STARLETTE.found(tree, "app/main.py")
    assert version is not None
    return version.version, version.why


LOCK = """
[[package]]
name = "fastapi"
version = "0.115.6"

[[package]]
name = "starlette"
version = "0.41.3"
"""


TAKES = "the newest one known that `{}` in requirements.txt takes"


@pytest.mark.parametrize(
    ("requirement", "version", "why"),
    [
        ("fastapi", "1.10.0", "the newest one known; requirements.txt names only fastapi"),
        (
            "fastapi==0.88.0",
            "0.22.0",
            "which `fastapi==0.88.0` in requirements.txt asks for",
        ),
        (
            "fastapi[all]==0.49.2",
            "0.12.9",
            "which `fastapi==0.49.2` in requirements.txt asks for",
        ),
        ("fastapi==0.115.6", "0.40.0", TAKES.format("fastapi==0.115.6")),
        ("fastapi==0.128.2", "0.50.0", TAKES.format("fastapi==0.128.2")),
        ("fastapi==0.132.0", "0.52.1", TAKES.format("fastapi==0.132.0")),
        ("fastapi==0.141.1", "1.10.0", TAKES.format("fastapi==0.141.1")),
        ("fastapi>=0.100", "1.10.0", TAKES.format("fastapi>=0.100")),
        ("fastapi<0.100", "0.27.0", TAKES.format("fastapi<0.100")),
        ("fastapi~=0.99.1", "0.27.0", TAKES.format("fastapi~=0.99.1")),
        (
            "fastapi==0.0.1",
            "1.10.0",
            "the newest one known; requirements.txt names only fastapi",
        ),
        (
            "fastapi==0.88.0\nstarlette",
            "0.22.0",
            "which `fastapi==0.88.0` in requirements.txt asks for",
        ),
    ],
)
def test_where_only_fastapi_is_named_its_release_tells(
    requirement: str, version: str, why: str
) -> None:
    assert starlette({"requirements.txt": requirement}) == (version, why)


@pytest.mark.parametrize(
    ("requirement", "version"),
    [
        ("starlette>=0.27,<0.28", "0.27.0"),
        ("starlette<0.28", "0.27.0"),
        ("starlette~=0.31.1", "0.31.1"),
        ("starlette==0.33.*", "0.33"),
        ("starlette<0.9", "0.9.7"),
        ("starlette>99", "1.10.0"),
    ],
)
def test_a_range_without_a_known_release_is_read_by_its_bounds(
    requirement: str, version: str
) -> None:
    assert starlette({"requirements.txt": requirement})[0] == version


def test_a_lock_file_has_an_entry_of_starlette_itself() -> None:
    files = {"requirements.txt": "fastapi==0.115.6\n", "uv.lock": LOCK}
    assert starlette(files) == ("0.41.3", "locked in uv.lock")


def test_starlette_named_beside_fastapi_counts() -> None:
    files = {"requirements.txt": "fastapi>=0.100\nstarlette<1\n"}
    assert starlette(files) == ("0.52.1", "`<1` in requirements.txt")


def test_where_nothing_is_named_the_newest_is_assumed() -> None:
    assert starlette({}) == ("1.10.0", "the newest one known; the project names none")
