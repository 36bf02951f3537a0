"""A run that finds no candidate loads next to nothing: the price of a commit hook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {
    "ast",
    "asyncio",
    "dataclasses",
    "fnmatch",
    "importlib.metadata",
    "inspect",
    "jinja2",
    "json",
    "libcst",
    "logging",
    "pathlib",
    "pathspec",
    "publicsuffixlist",
    "rich",
    "shutil",
    "subprocess",
    "threading",
    "tomllib",
    "tree_sitter",
    "typing",
    "yaml",
}
PROGRAM = """
import sys
bare = set(sys.modules)
sys.path.insert(0, {root!r})
from corslint.cli import main
status = main({words!r})
loaded = sorted(set(sys.modules) - bare)
import json
print(json.dumps([status, loaded]), file=sys.stderr)
"""


def loaded(folder: Path, *words: str) -> set[str]:
    """The modules that a run in ``folder`` loads over a bare interpreter's."""
    program = PROGRAM.format(root=str(ROOT), words=words)
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    status, modules = json.loads(done.stderr.splitlines()[-1])
    assert status == 0
    return set(modules)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text("import os\n")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["a.py", "b.py", "c.py"],
        ["."],
        ["--format", "concise", "--exit-zero", "--quiet"],
        ["--version"],
        ["--help"],
    ],
)
def test_run_without_candidates_loads_nothing_heavy(
    project: Path, words: list[str]
) -> None:
    assert loaded(project, *words) & HEAVY == set()


def test_ignore_files_and_configuration_load_only_what_reads_them(project: Path) -> None:
    (project / ".gitignore").write_text("*.log\nbuild/\n/gen/*.py\n*.py[cod]\n")
    (project / "pyproject.toml").write_text(
        '[tool.corslint]\nignore = ["CORS401", "any-origin"]\n'
    )
    modules = loaded(project, ".")
    assert {"corslint.discovery.ignore", "tomllib"} <= modules
    assert modules & {"ast", "dataclasses", "libcst", "pathspec", "rich", "yaml"} == set()


def test_no_module_of_ours_is_loaded_in_vain(project: Path) -> None:
    ours = {name for name in loaded(project, ".") if name.startswith("corslint")}
    assert ours == {
        "corslint",
        "corslint.discovery",
        "corslint.settings",
        "corslint.commands.arguments",
        "corslint.cli",
        "corslint.commands",
        "corslint.commands.check",
        "corslint.settings.config",
        "corslint.discovery.discover",
        "corslint.errors",
        "corslint.discovery.files",
        "corslint.commands.grammar",
        "corslint.discovery.ignore_files",
        "corslint.commands.inputs",
        "corslint.discovery.markers",
        "corslint.commands.output",
        "corslint.settings.rule_names",
        "corslint.commands.progress",
        "corslint.settings.tables",
        "corslint.terminal",
        "corslint.discovery.walk",
    }
