"""The hooks as pre-commit runs them: built from this tree, on a scratch repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corslint.discovery.walk import (
    NGINX_FOLDERS,
    SETTINGS_STARTS,
    SETTINGS_SUFFIXES,
    SETTINGS_WORDS,
    SUFFIXES,
    lintable,
)

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
OPEN = """\
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
"""
SITE = """\
server {
    location / {
        add_header Access-Control-Allow-Origin "https://a.example, https://b.example";
    }
}
"""


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.invalid")
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def repository(folder: Path) -> Path:
    """What lies in ``folder`` as a repository with one commit."""
    git(folder, "init", "-q")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "all")
    return folder


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working tree, tracked and new files alike, as a repository of its own."""
    folder = tmp_path_factory.mktemp("hooks")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return repository(folder)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scratch")
    (folder / "shop").mkdir()
    (folder / "shop/main.py").write_text(OPEN)
    (folder / "sites-enabled").mkdir()
    (folder / "sites-enabled/shop").write_text(SITE)
    (folder / "notes.md").write_text("Nothing about cors.\n")
    return repository(folder)


def test_hooks_find_what_is_open(
    hooks: Path, scratch: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", hooks, "--all-files", "--verbose"],
        cwd=scratch,
        capture_output=True,
        text=True,
        env={**os.environ, "PRE_COMMIT_HOME": str(home), "NO_COLOR": "1"},
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    by_name, whole = done.stdout.split("hook id: corslint-project")
    for report in (by_name, whole):
        assert "exit code: 1" in report
        assert "shop/main.py:5:" in report
        assert "CORS201" in report
        assert "sites-enabled/shop:3:" in report
        assert "CORS104" in report


def manifest() -> list[dict[str, str]]:
    """The hooks as pre-commit itself reads them."""
    program = (
        "import json, sys; from pre_commit.clientlib import load_manifest; "
        "print(json.dumps(load_manifest(sys.argv[1])))"
    )
    words = [sys.executable, "-c", program, str(MANIFEST)]
    hooks: list[dict[str, str]] = json.loads(subprocess.check_output(words))
    return hooks


def test_hooks_are_given_the_files_that_a_walk_finds() -> None:
    names = [f"src/name{suffix}" for suffix in SUFFIXES]
    names += [f"x{folder}name" for folder in NGINX_FOLDERS]
    names += [f"src/name{suffix}" for suffix in SETTINGS_SUFFIXES]
    names += [f"src/{start}" for start in SETTINGS_STARTS]
    names += [f"src/x.{word}.prod" for word in SETTINGS_WORDS]
    names += ["default.conf.tmpl", "x/default.conf", "app.py", "nginx.conf", "Dockerfile"]
    others = ["a.pyi", "a.txt", "data.json", "a.conf.bak", "py", "x.md", "x.toml.lock"]
    hooks = manifest()
    assert [hook["id"] for hook in hooks] == ["corslint", "corslint-project"]
    for hook in hooks:
        assert [name for name in names if not re.search(hook["files"], name)] == []
        assert [name for name in others if re.search(hook["files"], name)] == []
    assert [name for name in others if lintable(name)] == []
