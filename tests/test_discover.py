"""Which files a run reads, which it leaves out, and what it says about the rest."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from corslint.discovery.discover import OUTSIDE, UNREADABLE, Discovery
from corslint.discovery.files import LIMIT, TOO_LARGE, Tree
from corslint.discovery.markers import may_hold_cors
from corslint.discovery.walk import Exclusion
from corslint.engine.lint import lint
from corslint.errors import UsageError
from corslint.registry import all_extractors
from corslint.rulebook import Rule, load
from corslint.source import Source, Workspace

CORS = "cors"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that is the working directory."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def write(*paths: str, text: str = CORS) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def found(*paths: str, exclusion: Exclusion | None = None) -> list[str]:
    return [item.path for item in Discovery(paths or (".",), exclusion)]


def everything(path: str) -> tuple[Discovery, list[str]]:
    discovery = Discovery((path,))
    return discovery, [item.path for item in discovery]


def counts(discovery: Discovery) -> tuple[int, int, dict[str, int]]:
    return discovery.discovered, discovery.candidates, discovery.skipped


def test_names_of_files_that_are_read() -> None:
    wanted = [
        ".env",
        ".env.example",
        ".streamlit/config.toml",
        "Dockerfile",
        "Makefile",
        "Procfile.dev",
        "a.py",
        "a.pyw",
        "app.conf",
        "app.nginx",
        "app.nginx.conf",
        "app.vhost",
        "app/api.Dockerfile",
        "compose.yml",
        "conf.d/anything",
        "default.conf.tmpl",
        "nginx.conf",
        "nginx.conf.j2",
        "nginx.conf.template",
        "run.sh",
        "sites-available/site",
        "sites-enabled/site",
    ]
    write(*wanted, "a.pyi", "a.txt", "data.json", "README.md", "pyproject.toml")
    assert sorted(found()) == sorted(wanted)


def test_order_is_sorted_in_each_folder() -> None:
    write("b.py", "a.py", "c/b.py", "c/a.py", "a/z.py", "c/a/x.py")
    assert found() == ["a.py", "b.py", "a/z.py", "c/a.py", "c/b.py", "c/a/x.py"]


def test_named_file_of_any_name_is_read_even_if_ignored_and_excluded() -> None:
    write("notes", "build/gen.py", "old.py")
    write(".gitignore", text="old.py\nbuild/\nnotes\n")
    exclusion = Exclusion(".", None, ["old.py"])
    assert found("notes", "build/gen.py", "old.py", exclusion=exclusion) == [
        "notes",
        "build/gen.py",
        "old.py",
    ]


def test_paths_are_as_given_and_below(project: Path) -> None:
    write("src/app.py")
    assert found("./src//") == ["src/app.py"]
    assert found("src/../src") == ["src/../src/app.py"]
    assert found(str(project)) == [f"{project}/src/app.py"]
    assert found("./src/./app.py") == ["src/app.py"]


def test_paths_above_the_working_directory(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("lib/app.py", "src/app.py")
    monkeypatch.chdir(project / "src")
    assert found("..", "../lib") == ["../lib/app.py", "../src/app.py"]


def test_folders_of_other_code_are_left_out() -> None:
    write(
        "venv/a.py",
        ".venv/a.py",
        "node_modules/x/a.py",
        "__pycache__/a.py",
        ".tox/a.py",
        "x/site-packages/a.py",
        "dist/a.py",
        "build/a.py",
        ".mypy_cache/a.py",
        ".git/a.py",
        "app.py",
    )
    write("python311/lib/a.py")
    write("python311/pyvenv.cfg", text="home = /usr\n")
    assert found() == ["app.py"]
    assert found("build") == ["build/a.py"]


def test_exclude_replaces_and_extend_exclude_adds() -> None:
    write("build/a.py", "src/a.py", "src/gen/b.py", "tests/a.py")
    assert found(exclusion=Exclusion(".", ["src/gen/"])) == [
        "build/a.py",
        "src/a.py",
        "tests/a.py",
    ]
    assert found(exclusion=Exclusion(".", None, ["tests", "/src/gen"])) == ["src/a.py"]
    assert found(exclusion=Exclusion(".", ["*", "!src/", "!a.py"])) == ["src/a.py"]


def test_exclude_is_relative_to_the_configuration(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("src/gen/a.py", "src/app.py", "gen/a.py")
    exclusion = Exclusion(str(project), None, ["/src/gen"])
    monkeypatch.chdir("src")
    assert found(exclusion=exclusion) == ["app.py"]
    assert found("../gen", exclusion=exclusion) == ["../gen/a.py"]


def test_nested_ignore_files_and_negation() -> None:
    write("a.py", "b.py", "sub/a.py", "sub/b.py", "sub/deep/a.py", "off/keep.py")
    write(".gitignore", text="# comment\na.py\n/off/\n!/off/keep.py\n")
    write("sub/.gitignore", text="!a.py\nb.py\n/deep\n")
    assert found() == ["b.py", "sub/a.py"]


def test_ignore_files_above_the_named_folder() -> None:
    write("src/a.py", "src/b.py", "src/gen/c.py", "gone/a.py")
    write(".gitignore", text="/src/a.py\n/a.py\ngen/\ngone/\n")
    assert found("src") == ["src/b.py"]
    assert found("gone") == ["gone/a.py"], "a named folder is meant, ignored or not"


def test_the_repositorys_private_ignore_file() -> None:
    write("a.py", "b.py")
    write(".git/info/exclude", text="b.py\n")
    assert found() == ["a.py"]


def test_outside_a_repository_no_ignore_file_above_counts(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.py\n")
    write(str(tmp_path / "plain/a.py"))
    assert found(str(tmp_path / "plain")) == [f"{tmp_path}/plain/a.py"]


def test_links_to_folders_are_not_followed() -> None:
    write("src/a.py")
    os.symlink(".", "src/self")
    os.symlink("../src", "src/again")
    assert found() == ["src/a.py"]
    assert found("src/again") == ["src/again/a.py"], "a named one is"


def test_file_behind_a_link_is_read_once_and_shown_as_itself() -> None:
    write("sites-available/site")
    os.makedirs("sites-enabled")
    os.symlink("../sites-available/site", "sites-enabled/site")
    os.symlink("sites-available/site", "also.conf")
    discovery = Discovery(["."])
    assert [item.path for item in discovery] == ["sites-available/site"]
    assert discovery.discovered == 1
    write("sites-available/site", text="no marker\n")
    discovery = Discovery(["."])
    assert not list(discovery)
    assert discovery.discovered == 1


def test_link_to_a_file_that_is_ignored_itself() -> None:
    write("gen/app.py")
    write(".gitignore", text="gen/\n")
    os.symlink("gen/app.py", "app.py")
    assert found() == ["app.py"]


def test_link_to_a_file_with_another_name() -> None:
    write("data/text")
    os.symlink("data/text", "app.py")
    os.symlink("data/text", "twin.py")
    os.symlink("nowhere.py", "broken.py")
    os.symlink("loop.py", "loop.py")
    os.symlink("data", "folder.py")
    assert found() == ["app.py"]


def test_link_out_of_the_tree_is_skipped(tmp_path: Path) -> None:
    write(str(tmp_path / "secret.py"))
    os.symlink(tmp_path / "secret.py", "app.py")
    discovery = Discovery(["."])
    assert not list(discovery)
    assert counts(discovery) == (1, 0, {OUTSIDE: 1})


def test_same_file_named_twice_is_read_once() -> None:
    write("a.py", "b.py")
    discovery = Discovery(["a.py", "./a.py", ".", "../project"])
    assert [item.path for item in discovery] == ["a.py", "b.py"]
    assert discovery.discovered == 2


def test_counts() -> None:
    write("a.py", "b.py")
    write("c.py", text="print(1)\n")
    discovery = Discovery(["."])
    assert [item.named for item in discovery] == [False, False]
    assert counts(discovery) == (3, 2, {})


def test_large_file_is_skipped_with_a_reason() -> None:
    write("big.py", text=CORS + "#" * LIMIT)
    write("fits.py", text=CORS + "#" * (LIMIT - len(CORS)))
    discovery = Discovery(["."])
    assert [item.path for item in discovery] == ["fits.py"]
    assert counts(discovery) == (2, 1, {TOO_LARGE: 1})
    assert discovery.problems == [f"cannot read big.py: {TOO_LARGE}"]


def test_data_that_is_too_large_is_counted_only() -> None:
    write("pnpm-lock.yaml", text=CORS + "#" * LIMIT)
    discovery, candidates = everything(".")
    assert (candidates, discovery.problems) == ([], [])
    assert counts(discovery) == (1, 0, {TOO_LARGE: 1})
    discovery, _ = everything("pnpm-lock.yaml")
    assert discovery.problems == [f"cannot read pnpm-lock.yaml: {TOO_LARGE}"]
    assert discovery.failed


def test_unreadable_file_is_a_problem_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.py", "b.py")
    real = os.open

    def refuse(path: str, flags: int) -> int:
        if path == "a.py":
            raise PermissionError(13, "Permission denied")
        return real(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    walked = Discovery(["."])
    assert [item.path for item in walked] == ["b.py"]
    assert walked.problems == ["cannot read a.py: permission denied"]
    assert (walked.skipped, walked.failed) == ({UNREADABLE: 1}, False)
    named = Discovery(["a.py"])
    assert not list(named)
    assert named.failed


def test_folder_without_permission_is_a_problem_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a/x.py", "b/x.py")
    real = os.scandir

    def refuse(path: str) -> object:
        if path == "a/":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    discovery = Discovery(["."])
    assert [item.path for item in discovery] == ["b/x.py"]
    assert discovery.problems == ["cannot list a/: permission denied"]


def test_hostile_names_are_shown_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a\n\x1b[31m/x.py")
    real = os.scandir

    def refuse(path: str) -> object:
        if path != ".":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    discovery = Discovery(["."])
    assert not list(discovery)
    assert discovery.problems == [r"cannot list a\n\x1b[31m/: permission denied"]


def test_name_that_is_no_text_is_read() -> None:
    raw = b"caf\xe9.py"
    with open(raw, "wb") as file:
        file.write(b"cors")
    assert [os.fsencode(path) for path in found()] == [raw]


@pytest.mark.parametrize("path", ["nowhere", "nowhere/a.py", "a\0b", "pipe"])
def test_named_path_that_cannot_be_meant(path: str) -> None:
    os.mkfifo("pipe")
    with pytest.raises(UsageError):
        Discovery([path])


def test_pipe_on_the_way_does_not_block() -> None:
    os.mkfifo("pipe.py")
    write("a.py")
    assert found() == ["a.py"]


def test_deep_folders_are_no_recursion() -> None:
    depth = 400
    os.makedirs("/".join(["d"] * depth))
    write("/".join(["d"] * depth) + "/a.py")
    assert len(found()) == 1


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b"cors"))
    monkeypatch.setattr(sys, "stdin", stdin)
    [item] = Discovery(["-"], stdin_name="./conf/nginx.conf")
    assert (item.path, item.data, item.named) == ("conf/nginx.conf", b"cors", True)


def test_standard_input_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b"cors" * LIMIT))
    monkeypatch.setattr(sys, "stdin", stdin)
    discovery = Discovery(["-"])
    assert not list(discovery)
    assert (discovery.skipped, discovery.failed) == ({TOO_LARGE: 1}, True)


@pytest.mark.parametrize(
    "text",
    [
        b"CORSMiddleware",
        b"Access-Control-Allow-Origin",
        b"accessControlAllowOriginList",
        b"response.access_control_allow_origin",
        b"ACCESS_CONTROL_EXPOSE_HEADERS",
        b"access_control_max_age",
        b"access_control_request_method",
        b"ALLOWED_ORIGINS = []",
        b"allow-origin",
        b"def check_origin(self, origin):",
        b"checkOrigin",
        b"crossorigin",
        b"from flask_socketio import SocketIO",
        b"CSRF_TRUSTED_ORIGINS",
        b'headers.get("Origin")',
        b"headers['origin']",
        b"request.META['HTTP_ORIGIN']",
        b"# corslint: ignore[any-origin]",
        "cors".encode("utf-16"),
        b"\xfe\xff",
        b"original_" * 99 + b"allowed_origin",
        b"import reflex as rx\nconfig = rx.Config()",
        b"import gradio\ndemo.launch(auth=check)",
    ],
)
def test_bytes_that_may_hold_cors(text: bytes) -> None:
    assert may_hold_cors(text)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"import os",
        b"original origin of species",
        b"access_control_list",
        b"access control",
        b"'origin\"",
        b"git remote add origin url",
        b"allow the origin",
        b"import gradio\ndemo.launch()",
    ],
)
def test_bytes_that_cannot(text: bytes) -> None:
    assert not may_hold_cors(text)


def test_no_extractor_waits_for_a_file_that_is_never_read() -> None:
    """A marker may be the beginning of a word that the marker test knows in full."""
    lost = {
        (name, marker)
        for name, extractor in all_extractors().items()
        for marker in extractor.markers
        if not may_hold_cors(marker) and not may_hold_cors(marker + b"_allow_origin")
    }
    assert not lost


@pytest.mark.parametrize("rule", load().values(), ids=load())
def test_nothing_is_found_in_files_that_the_marker_test_drops(rule: Rule) -> None:
    for example in (*rule.bad, *rule.good):
        dropped = {
            path: text
            for path, text in example.files.items()
            if not may_hold_cors(text.encode())
        }
        sources = [Source(path, text) for path, text in dropped.items()]
        report = lint(sources, Workspace.of(example.files))
        assert (report.findings, report.policies) == ((), ())


def test_tree_reads_inside_only(tmp_path: Path) -> None:
    write("src/app.py", "conf/app.py")
    write(str(tmp_path / "outside.py"))
    os.symlink(tmp_path / "outside.py", "link.py")
    tree = Tree(["src/app.py"])
    assert tree.read("conf/app.py") == b"cors", "the same repository"
    assert tree.read("../outside.py") is None
    assert tree.read(str(tmp_path / "outside.py")) is None
    assert tree.read("link.py") is None
    assert tree.read("nowhere.py") is None
    assert tree.read("src") is None
    assert tree.read("a\0b") is None


def roots(paths: Sequence[str]) -> tuple[str, ...]:
    return Tree(paths).roots


def test_tree_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(str(tmp_path / "a/b/app.py"), str(tmp_path / "c/app.py"))
    monkeypatch.chdir(tmp_path)
    assert roots(["a/b"]) == (f"{tmp_path}/a/b",)
    assert roots(["a/b/app.py"]) == (str(tmp_path),)
    monkeypatch.chdir("a")
    assert roots(["../c/app.py"]) == (f"{tmp_path}/c",)
