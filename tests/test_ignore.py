"""Ignore patterns: what git says decides."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corslint.discovery.globs import rebased
from corslint.discovery.ignore import IgnoreRules, patterns
from corslint.engine.options import fits

PATHS = (
    "a.py",
    "b.py",
    "ab.conf",
    "a/a.py",
    "a/b.py",
    "a/b/c.py",
    "a/b/a/b.py",
    "b/a.py",
    "c/b/a.py",
    "[a].py",
    "a-b.py",
    "A.py",
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", folder], check=True)
    for path in PATHS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    return folder


def ignored_by_git(folder: Path, text: str) -> set[str]:
    (folder / ".gitignore").write_text(text)
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "-z", "--stdin"],
        cwd=folder,
        input="\0".join(PATHS),
        capture_output=True,
        text=True,
        check=False,
    )
    return set(filter(None, done.stdout.split("\0")))


def ignored_here(text: str) -> set[str]:
    rules = IgnoreRules(patterns(text))
    return {path for path in PATHS if left_out(rules, path)}


def left_out(rules: IgnoreRules, path: str) -> bool:
    """As a walk decides: an ignored folder is never entered."""
    parts = path.split("/")
    return any(
        rules.verdict("/".join(parts[:depth]), parts[depth - 1], depth < len(parts))
        for depth in range(1, len(parts) + 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        "a.py",
        "/a.py",
        "a",
        "a/",
        "/a/",
        "b.py/",
        "*.py",
        "*.py\n!a.py",
        "a/\n!a/b/",
        "a/*\n!a/b",
        "a/*\n!a/b/\na/b/*\n!a/b/c.py",
        "**/b.py",
        "a/**",
        "a/**/b.py",
        "**",
        "a/b",
        "a/*.py",
        "*/a.py",
        "?.py",
        "[ab].py",
        "[!a].py",
        "[^a].py",
        "[a-b]*.py",
        "[[:upper:]].py",
        r"\[a\].py",
        "[[]a].py",
        "[]a].py",
        "[a",
        "a\\",
        "a.py   ",
        "a.py\\ ",
        "# a.py",
        r"\#a",
        "!a.py",
        "\ufeffa.py",
        "a.py\r\nb.py\r\n",
        "a**.py",
        "a**b.conf",
        "/*\n!/a",
        "a/b/**/b.py",
        "*",
        "*\n!*.py",
        "*\n!*/\n!*.py",
        "//a.py",
        "/",
        "!",
    ],
)
def test_pattern_means_what_git_means(repository: Path, text: str) -> None:
    assert ignored_here(text) == ignored_by_git(repository, text)


# For git a slash may stand inside brackets; here it ends every component.
COMPONENT = st.text(st.sampled_from("ab*?[]!-^.pyc"), min_size=1, max_size=5)
PATTERN = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/", "**/"]),
    st.lists(st.one_of(st.just("**"), COMPONENT), min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "", "/"]),
).filter(lambda line: not re.search(r"\[[!^]?\]?[^\]]*/", line))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=st.lists(PATTERN, min_size=1, max_size=4))
def test_any_patterns_mean_what_git_means(repository: Path, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert ignored_here(text) == ignored_by_git(repository, text)


def test_hostile_pattern_is_matched_in_bounded_time() -> None:
    """As one backtracking expression this pattern takes longer than the universe has."""
    rules = IgnoreRules(patterns("d/" + "*a" * 60 + "b"))
    assert rules.verdict("d/" + "a" * 250, "a" * 250, folder=False) is None


@pytest.mark.parametrize(
    ("glob", "here", "path", "wanted"),
    [
        ("tests/**", ".", "tests/a.py", True),
        ("tests/", ".", "tests/a.py", True),
        ("/tests/*.py", ".", "src/tests/a.py", False),
        ("src/tests/", "src", "tests/a.py", True),
        ("src/tests/", "src", "a.py", False),
        ("src/", "src", "a.py", True),
        ("src/**", "src", "deep/a.py", True),
        ("**/gen/*.py", "src", "gen/a.py", True),
        ("*/tests/*.py", "src", "tests/a.py", True),
        ("lib/*.py", "src", "../lib/a.py", True),
        ("lib/*.py", "src", "lib/a.py", False),
        ("*.gen.py", "src", "a.gen.py", True),
        ("src/a.py", "..", "project/src/a.py", True),
        ("src/a.py", "..", "other/src/a.py", False),
    ],
)
def test_globs_follow_the_working_directory(
    tmp_path: Path, glob: str, here: str, path: str, wanted: bool
) -> None:
    base = tmp_path / "project"
    found = rebased(glob, str(base), str(base / here))
    assert wanted == any(fits(path, pattern) for pattern in found)


def test_globs_fit_absolute_paths(tmp_path: Path) -> None:
    found = rebased("src/*.py", str(tmp_path), str(tmp_path))
    assert any(fits(f"{tmp_path}/src/a.py", pattern) for pattern in found)
    assert not any(fits(f"{tmp_path}/lib/a.py", pattern) for pattern in found)
