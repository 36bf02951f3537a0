"""Which deployments a file may run in: from its own folder to the root of the tree."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from corslint.deployments.lookup import deployments_for
from corslint.deployments.places import absolute, beside, folders_above, holds
from corslint.discovery.files import Tree
from corslint.source import Workspace

ROOT = Path(__file__).parents[2]


def paths(files: Mapping[str, str], path: str) -> list[str]:
    return [one.path for one in deployments_for(Workspace.of(files), path)]


def on_disk(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def workspace_at(here: Path, named: str = ".") -> Workspace:
    """The files that a run in ``here`` over ``named`` may read; ``here`` is current."""
    tree = Tree([named])
    return Workspace(tree.read, tree.names, str(here))


def test_the_nearest_comes_first() -> None:
    files = {
        ".env": "A=root\n",
        "backend/.env": "A=backend\n",
        "backend/app/.env": "A=app\n",
        "backend/app/core/.env": "A=core\n",
        "frontend/.env": "A=frontend\n",
        "backend/compose.yml": "services: {web: {environment: [A=web]}}\n",
    }
    found = deployments_for(Workspace.of(files), "backend/app/main.py")
    assert [one.variables["A"].value for one in found] == ["app", "backend", "web", "root"]
    assert [one.name for one in found] == [".env", ".env", "web", ".env"]


@pytest.mark.parametrize(
    ("name", "template"),
    [
        (".env", False),
        (".env.production", False),
        (".env.local", False),
        (".env_stage", False),
        ("prod.env", False),
        (".docker.env", False),
        (".env.example", True),
        (".env.sample", True),
        (".env.template", True),
        (".env.dist", True),
        (".env.local.example", True),
        (".env-example", True),
        ("example.env", True),
        (".example.env", True),
        ("env.example", True),
    ],
)
def test_names_of_dotenv_files(name: str, template: bool) -> None:
    [found] = deployments_for(Workspace.of({name: "A=1\n"}), "main.py")
    assert (found.path, found.name, found.template) == (name, name, template)


@pytest.mark.parametrize(
    "name", [".envrc", "env.py", ".env.py", ".env.j2", ".env.bak", ".env~", "environment"]
)
def test_names_of_other_files(name: str) -> None:
    assert not paths({name: "A=1\n"}, "main.py")


def test_templates_come_after_what_they_are_for() -> None:
    files = dict.fromkeys([".env.a.example", ".env.prod", ".env.example", ".env"], "A=1\n")
    assert paths(files, "main.py") == [
        ".env",
        ".env.prod",
        ".env.a.example",
        ".env.example",
    ]


def test_well_known_folders_beside_the_code() -> None:
    files = {
        "docker/.env": "A=1\n",
        "deploy/prod.env": "A=1\n",
        "envs/.env.prod": "A=1\n",
        ".envs/.local/.django": "A=1\n",
        ".envs/.local/readme.md": "",
        "docs/.env": "A=1\n",
        "app/docker/x/.env": "A=1\n",
    }
    assert sorted(paths(files, "app/main.py")) == [
        ".envs/.local/.django",
        "deploy/prod.env",
        "docker/.env",
        "envs/.env.prod",
    ]


def test_what_a_dotenv_file_sets() -> None:
    text = "A=1\nA=2\nALONE\nB=${C}\nC=x # y\nD={{ x }}\n# E=1\n"
    [found] = deployments_for(Workspace.of({".env": text}), "main.py")
    assert {name: one.value for name, one in found.variables.items()} == {
        "A": "2",
        "B": None,
        "C": "x",
        "D": None,
    }
    assert found.variables["A"].span.line == 2
    assert found.complete


def test_a_very_large_file_is_not_read() -> None:
    assert not paths({".env": "A=1\n" * 100_000}, "main.py")


def test_files_beyond_a_number_are_not_read() -> None:
    files = {f".env.{number:03}": "A=1\n" for number in range(100)}
    assert len(paths(files, "main.py")) == 40


def test_each_file_is_read_once_and_only_when_asked() -> None:
    files = {
        ".env": "A=1\n",
        "compose.yml": "services: {web: {}}\n",
        "a/x.py": "",
        "b.py": "",
    }
    read: list[str] = []

    def reading(path: str) -> bytes | None:
        read.append(path)
        return files[path].encode() if path in files else None

    memory = Workspace.of(files)
    workspace = Workspace(reading, memory.names)
    assert read == []
    for number in range(50):
        assert len(deployments_for(workspace, f"a/x{number}.py")) == 2
        assert len(deployments_for(workspace, f"b{number}.py")) == 2
    assert sorted(read) == [".env", "compose.yml"]
    assert sorted(workspace.reads) == [".env", "compose.yml"]


def test_a_workspace_that_cannot_list_folders_has_no_deployments() -> None:
    workspace = Workspace({".env": b"A=1\n"}.get)
    assert deployments_for(workspace, "main.py") == ()


FILES = {
    ".git/HEAD": "",
    ".env": "A=root\n",
    "compose.yml": (
        "services:\n"
        "  api: {build: ./backend, env_file: backend/api.env}\n"
        "  web: {build: ./frontend}\n"
    ),
    "backend/api.env": "B=1\n",
    "backend/app/main.py": "",
}


@pytest.mark.parametrize(
    ("here", "named", "path", "expected"),
    [
        (".", ".", "backend/app/main.py", ["backend/api.env", ".env", "compose.yml"]),
        ("backend", ".", "app/main.py", ["api.env", "../.env", "../compose.yml"]),
        ("backend/app", ".", "main.py", ["../api.env", "../../.env", "../../compose.yml"]),
        (
            "backend/app",
            "..",
            "../app/main.py",
            ["../api.env", "../../.env", "../../compose.yml"],
        ),
    ],
)
def test_on_disk_up_to_the_root_of_the_repository(
    here: str,
    named: str,
    path: str,
    expected: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on_disk(tmp_path, {".env": "OUTSIDE=1\n", **{f"repo/{n}": t for n, t in FILES.items()}})
    place = tmp_path / "repo" / here
    monkeypatch.chdir(place)
    found = deployments_for(workspace_at(place, named), path)
    assert [one.path for one in found] == expected
    assert [one.name for one in found] == ["api.env", ".env", "api"]
    [given] = found[-1].variables.values()
    assert (given.value, given.span.path) == ("1", expected[0])


def test_on_disk_by_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_disk(tmp_path / "repo", FILES)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "repo/backend/app/main.py"
    found = deployments_for(workspace_at(tmp_path, str(file)), str(file))
    assert [one.path for one in found] == [
        str(tmp_path / "repo" / name) for name in ("backend/api.env", ".env", "compose.yml")
    ]


def test_nothing_outside_the_tree_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = {"secret/.env": "A=1\n", "secret/compose.yml": "services: {web: {}}\n"}
    inside = {
        ".git/HEAD": "",
        "compose.yml": "services: {web: {env_file: ../secret/.env}}\n",
        "main.py": "",
    }
    on_disk(tmp_path, {**outside, **{f"repo/{n}": t for n, t in inside.items()}})
    (tmp_path / "repo/docker").symlink_to(tmp_path / "secret")
    (tmp_path / "repo/.env").symlink_to(tmp_path / "secret/.env")
    monkeypatch.chdir(tmp_path / "repo")
    [web] = deployments_for(workspace_at(tmp_path / "repo"), "main.py")
    assert (web.name, dict(web.variables), web.complete) == ("web", {}, False)


def test_listing_on_disk_and_in_memory_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.py": "", "b/c.py": "", "b/d/e.py": "", ".env": "", "b/.env": ""}
    on_disk(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    disk, memory = workspace_at(tmp_path), Workspace.of(files)
    for folder in ("", "b", "b/d", "absent", "a.py"):
        assert disk.names(folder) == memory.names(folder)
    assert memory.names("") == (".env", "a.py", "b/")
    assert disk.names("..") == ()


def test_listing_of_absolute_paths_in_memory() -> None:
    memory = Workspace.of({"/x/.env": "A=1\n", "/x/y/main.py": ""})
    assert memory.names("/x") == (".env", "y/")
    assert memory.names("/") == ("x/",)
    assert len(deployments_for(memory, "/x/y/main.py")) == 1


def test_places() -> None:
    workspace = Workspace({}.get, None, "/repo/backend")
    assert list(folders_above(workspace, "app/x.py")) == ["app", "", "..", "../.."]
    assert list(folders_above(workspace, "/repo/x.py")) == ["/repo", "/"]
    assert absolute(workspace, "../front") == "/repo/front"
    assert beside(workspace, "..", "backend/.env") == ".env"
    assert beside(workspace, "", "../.env") == "../.env"
    assert beside(workspace, "app", "/etc/x") == "/etc/x"
    assert holds("/repo", "/repo/app")
    assert holds("/", "/repo")
    assert holds("", "app")
    assert not holds("/repo/app", "/repo/apple")
    nowhere = Workspace.of({})
    assert list(folders_above(nowhere, "a/b/x.py")) == ["a/b", "a", ""]
    assert beside(nowhere, "a", "../b/.env") == "b/.env"


@pytest.mark.parametrize(("name", "loaded"), [(".env", False), ("compose.yml", True)])
def test_the_yaml_library_is_loaded_for_yaml_only(name: str, loaded: bool) -> None:
    program = (
        "import sys\n"
        "from corslint.source import Workspace\n"
        "from corslint.deployments.lookup import deployments_for\n"
        f"deployments_for(Workspace.of({{{name!r}: 'A: 1'}}), 'main.py')\n"
        "print('yaml' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(loaded)
