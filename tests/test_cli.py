"""The command line: exit status, where words go, and bad input of every kind."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from corslint import cli
from corslint.commands import check, output
from corslint.commands.grammar import COMMANDS, FORMATS, check_parser
from corslint.commands.progress import Progress
from corslint.discovery.discover import Discovery
from corslint.engine import lint as engine
from corslint.engine.lint import Failure, Report
from corslint.reporters import FORMATS as REPORTERS
from corslint.reporters import Files, View
from corslint.reporters.summary import summary

ROOT = Path(__file__).parents[1]
BROKEN = b'x = "cors \xff"\n'  # not UTF-8: CORS901, medium
CLEAN = "import os\n"


class Ran:
    """What one run in this process left behind."""

    def __init__(self, status: int, captured: pytest.CaptureFixture[str]) -> None:
        self.status = status
        self.out, self.err = captured.readouterr()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


class Runner:
    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self.captured = captured

    def __call__(self, *words: str) -> Ran:
        return Ran(cli.main(words), self.captured)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one file that is clean and one that cannot be decoded."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "broken").mkdir()
    (folder / "broken/app.py").write_bytes(BROKEN)
    (folder / "clean.py").write_text(CLEAN)
    monkeypatch.chdir(folder)
    return folder


def process(
    *words: str, stdin: bytes = b"", more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "corslint", *words],
        input=stdin.decode("latin-1"),
        encoding="latin-1",
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(more or {})},
        check=False,
    )


# Exit status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["clean.py"], 0),
        (["."], 1),
        ([], 1),
        (["--fail-on", "high"], 0),
        (["--fail-on", "info"], 1),
        (["--fail-on", "never"], 0),
        (["--exit-zero"], 0),
        (["--ignore", "unreadable-file"], 0),
        (["--select", "CORS1"], 0),
        (["--select", "CORS9"], 1),
        (["nowhere.py"], 2),
        (["clean.py", "nowhere"], 2),
        (["--select", "CORS998", "clean.py"], 2),
        (["--config", "nowhere.toml"], 2),
        (["--format", "xml"], 2),
        (["--selct", "CORS1"], 2),
        (["--require-input", "clean.py"], 0),
        (["--require-input"], 1),
        (["--help"], 0),
        (["--version"], 0),
        (["rule", "any-origin"], 0),
        (["rule", "--all"], 0),
        (["rule"], 2),
        (["rule", "nope"], 2),
        (["config"], 0),
        (["policies"], 0),
        (["policies", "nowhere"], 2),
    ],
)
def test_exit_status(run: Runner, words: list[str], status: int) -> None:
    assert run(*words).status == status


def test_nothing_to_check(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run(str(tmp_path / "empty"))
    assert (ran.status, ran.out) == (0, "no CORS policy found; 0 of 0 files read\n")
    assert "no file found that is read" in ran.err
    assert run("--require-input", str(tmp_path / "empty")).status == 3


def test_fail_on_of_the_configuration(run: Runner, project: Path) -> None:
    (project / "corslint.toml").write_text('fail-on = "high"\n')
    assert run().status == 0
    assert run("--fail-on", "medium").status == 1
    assert run("--isolated").status == 1


def test_severity_of_the_configuration(run: Runner, project: Path) -> None:
    (project / "corslint.toml").write_text('[severity]\nCORS901 = "low"\n')
    assert run().status == 0


def test_failure_of_ours_is_named_and_outweighs_findings(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = engine.lint

    def lint(*given: object) -> Report:
        found = real(*given)  # type: ignore[arg-type]
        failure = Failure("extractor flask", "app.py", "KeyError: 'x'")
        return Report(
            found.findings, (), 0, (), (failure,), found.parsed, sources=found.sources
        )

    monkeypatch.setattr("corslint.commands.linting.lint", lint)
    ran = run()
    assert ran.status == 2
    assert "extractor flask failed at app.py: KeyError: 'x'" in ran.err
    assert "CORS901" in ran.out, "the rest of the run goes on"


def test_bug_of_ours_is_one_line(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("oh\nno")

    monkeypatch.setattr(check, "discovery_for", fail)
    ran = run()
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("corslint: error: this is a bug in corslint: KeyError: ")
    assert ran.err.count("\n") == 1


def test_interrupted(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "discovery_for", interrupt)
    ran = run()
    assert (ran.status, ran.err) == (130, "corslint: interrupted\n")


# Where words go


def test_results_on_stdout_and_nothing_else(run: Runner) -> None:
    ran = run("--format", "concise")
    first, last = ran.out.splitlines()
    assert first.startswith("broken/app.py:1:1: CORS901 medium ")
    assert last.startswith("1 finding: 1 medium; ")
    assert ran.err == ""


def test_result_without_candidates_is_worded_like_any_other(run: Runner) -> None:
    report = Report((), (), 0, (), (), 0, {})
    for files, skipped, problems in ((1, 0, 0), (3, 1, 1), (9, 2, 2)):
        discovery = Discovery(["clean.py"])
        discovery.discovered = files
        discovery.skipped = {"reason": skipped} if skipped else {}
        discovery.problems = ["problem"] * problems
        view = View(report, Files(files, 0, 0, skipped), tuple(discovery.problems))
        assert check.nothing_found(discovery) == summary(view)
    ran = run("clean.py")
    assert (ran.out, ran.err) == ("no CORS policy found; 0 of 1 file read\n", "")


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_in_a_file(run: Runner, project: Path, format_name: str) -> None:
    ran = run("--format", format_name, "-o", "out.txt")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("corslint: 1 finding: 1 medium; ")
    assert ran.err.endswith("; written to out.txt\n")
    assert "CORS901" in (project / "out.txt").read_text()
    assert "\x1b" not in (project / "out.txt").read_text()


def test_file_that_cannot_be_written(run: Runner) -> None:
    ran = run("-o", "nowhere/out.txt")
    assert ran.status == 2
    assert ran.err == "corslint: error: nowhere/out.txt: no such file or directory\n"


def test_json_without_candidates(run: Runner) -> None:
    data = json.loads(run("--format", "json", "clean.py").out)
    assert data["findings"] == []
    assert data["files"] == {"discovered": 1, "candidates": 0, "parsed": 0, "skipped": 0}


JUNK = {
    "run.sh": b"vllm serve --allowed-origins '[]'\nexit\n\xff\xfe\x00binary",
    "templates/web.yaml": b"{% if x %}\nallowed_origins: {{ --allowed-origins }}\n{% endif %}",
    "broken.yml": b"a: [\nallowed_origins: --allowed-origins --cors-allowed-origins\n",
    "compose.yaml": b"services: [\n--allowed-origins",
    ".devcontainer/devcontainer.json": b'{"a": --allowed-origins',
    "odd.toml": b"a = [\n--allowed-origins",
    "odd.cfg": b"\xe9\n--allowed-origins",
    "Dockerfile": b"FROM x\nENV A=\xff --allowed-origins\n",
    "Makefile": b"\xff\xfe--allowed-origins",
    ".env": b"A='x\n--allowed-origins",
    "web.service": b"[Service\nExecStart='--allowed-origins",
}


def test_files_that_are_no_ones_own_may_hold_anything(run: Runner, tmp_path: Path) -> None:
    for name, data in JUNK.items():
        (tmp_path / "junk" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "junk" / name).write_bytes(data)
    ran = run("--format", "concise", str(tmp_path / "junk"))
    assert ("CORS901" in ran.out, ran.err) == (False, "")


def test_unreadable_files_are_skipped_and_not_parsed(run: Runner, project: Path) -> None:
    """One cannot be decoded, one cannot be parsed, one is read."""
    (project / "torn.conf").write_text("server { add_header Access-Control-Allow-Origin")
    (project / "whole.conf").write_text("# access-control\nserver { listen 80; }\n")
    data = json.loads(run("--format", "json").out)
    found = [(one["rule"], one["path"]) for one in data["findings"]]
    assert found == [("CORS901", "broken/app.py"), ("CORS901", "torn.conf")]
    assert data["files"] == {"discovered": 4, "candidates": 3, "parsed": 1, "skipped": 2}


def test_quiet(run: Runner) -> None:
    assert run("-q", "clean.py").out == ""
    ran = run("-q", "--format", "concise")
    assert (ran.status, ran.out.count("\n"), ran.err) == (1, 1, "")
    full = run("-q").out
    assert "CORS901" in full
    assert "finding:" not in full
    assert run("-q", "--ignore", "CORS901").out == ""


def test_statistics(run: Runner) -> None:
    last = run("--statistics").out.splitlines()[-1]
    assert last.split() == ["1", "CORS901", "unreadable-file"]


def test_machine_formats_show_paths_from_here(run: Runner, project: Path) -> None:
    place = str(project / "broken")
    assert "file=broken/app.py," in run("--format", "github", place).out
    assert f"{place}/app.py:1:1:" in run("--format", "concise", place).out


def test_options_between_paths(run: Runner) -> None:
    ran = run("clean.py", "--format", "concise", "broken", "--exit-zero")
    assert ran.status == 0
    assert "broken/app.py:1:1:" in ran.out


@pytest.mark.parametrize(
    ("wish", "environ", "terminal", "wanted"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
    ],
)
def test_color(
    monkeypatch: pytest.MonkeyPatch,
    wish: str,
    environ: dict[str, str],
    terminal: bool,
    wanted: bool,
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert output.colored(wish, sys.stdout, environ) is wanted


def test_no_color_in_a_file_unless_asked_for() -> None:
    assert not output.colored("auto", None, {"FORCE_COLOR": "1"})
    assert output.colored("always", None, {})


# Bad input


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--selct", "x"], 'unknown option "--selct"; did you mean "--select"?'),
        (["--statistic"], 'unknown option "--statistic"; did you mean "--statistics"?'),
        (["--colour=never"], 'unknown option "--colour"; did you mean "--color"?'),
        (["--zzz"], 'unknown option "--zzz"; see `corslint --help`'),
        (["--format", "xml"], "argument --format: invalid choice: 'xml' (choose from"),
        (["--fail-on", "severe"], "argument --fail-on: invalid choice: 'severe'"),
        (["-o"], "argument -o/--output: expected one argument"),
        (["nowhere"], "nowhere: no such file or directory"),
        (["a\nb"], r"a\nb: no such file or directory"),
        (["--quiet", "policies"], '"policies" is a command only as the first word'),
        (["--select", ""], "error: no rule is named by --select\n"),
        (["--select=", "clean.py"], "error: no rule is named by --select\n"),
        (["--select", " , "], "error: no rule is named by --select\n"),
        (["--select", "CORS1", "--select", ""], "no rule is named by --select"),
        (["config", "--select", ""], "error: no rule is named by --select\n"),
        (["--select", "reflected"], 'did you mean "reflected-origin"?'),
        (["rule", "anyorigin"], 'there is no rule "anyorigin"; did you mean "any-origin"?'),
        (["rule", "a", "b"], 'unknown argument "b"; see `corslint rule --help`'),
        (["policies", "--format", "sarif"], "argument --format: invalid choice: 'sarif'"),
    ],
)
def test_wrong_usage_is_one_line(run: Runner, words: list[str], message: str) -> None:
    ran = run(*words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("corslint: error: ")
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_wrong_configuration_is_one_line(run: Runner, project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.corslint]\npedantic = 1\n")
    ran = run("clean.py")
    wanted = '"tool.corslint.pedantic" must be true or false, not 1'
    assert (ran.status, ran.err) == (2, f"corslint: error: pyproject.toml: {wanted}\n")


def test_folder_without_permission(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refuse(path: str) -> object:
        if path.startswith("broken"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    ran = run()
    assert (ran.status, ran.err) == (
        0,
        "corslint: warning: cannot list broken/: permission denied\n",
    )
    assert ran.out.endswith("; 1 problem, so something may be missing\n")
    data = json.loads(run("--format", "json").out)
    assert data["errors"] == ["cannot list broken/: permission denied"]


def test_named_file_without_permission(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    ran = run("clean.py")
    assert ran.status == 2
    assert "warning: cannot read clean.py: permission denied" in ran.err


def test_undecodable_file(run: Runner) -> None:
    ran = run("broken/app.py")
    assert (ran.status, ran.err) == (1, "")
    assert "not readable as text" in ran.out


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "\0", "# cors\n" * 3, "cors = (\0)\n"]
)
def test_odd_files_leave_no_traceback(run: Runner, project: Path, text: str) -> None:
    (project / "odd.py").write_text(text)
    ran = run("odd.py")
    assert ran.status in (0, 1)
    assert "Traceback" not in ran.out + ran.err


def test_broken_syntax_is_a_finding(run: Runner, project: Path) -> None:
    source = "from fastapi.middleware.cors import CORSMiddleware\ndef f(:\n"
    (project / "syntax.py").write_text(source)
    ran = run("--format", "concise", "syntax.py")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.startswith("syntax.py:2:")
    assert " CORS901 medium " in ran.out


def test_loop_of_links(run: Runner, project: Path) -> None:
    (project / "broken/self").symlink_to(".")
    (project / "loop.py").symlink_to("loop.py")
    assert run("--format", "concise").out.count("CORS901") == 1
    ran = run("loop.py")
    assert (ran.status, ran.err.count("\n")) == (2, 1)


def test_named_file_that_is_neither_python_nor_nginx(run: Runner, project: Path) -> None:
    (project / "notes.txt").write_text("about cors\n")
    ran = run("notes.txt")
    assert (
        ran.err
        == "corslint: warning: notes.txt: not checked: no kind of file that is read\n"
    )


def test_standard_input() -> None:
    done = process(
        "-", "--stdin-filename", "conf/app.py", "--format", "concise", stdin=BROKEN
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("conf/app.py:1:1: CORS901 ")
    assert process("-", stdin=b"pass").returncode == 0


def test_closed_pipe_ends_quietly(project: Path) -> None:
    for number in range(2000):
        (project / f"broken/app{number}.py").write_bytes(BROKEN)
    for words in (["--format", "concise"], ["--help"], ["rule", "--all"]):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [sys.executable, "-m", "corslint", *words],
            stdout=writer,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
        os.close(writer)
        assert done.stderr == b""
        assert done.returncode == (1 if words[0] == "--format" else 0)


def test_no_standard_streams() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} -m corslint . >&- 2>&- <&-"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 1


def test_full_disk_is_said(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys.stdout, "write", full)
    ran = run()
    assert ran.status == 2
    assert ran.err == (
        "corslint: error: cannot write the results: no space left on device\n"
    )


def test_output_fits_a_poor_encoding(project: Path) -> None:
    (project / "broken/caf\u00e9.py").write_bytes(BROKEN)
    done = process("--format", "concise", more={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (1, "")
    assert r"broken/caf\xe9.py:1:1:" in done.stdout


# Help, commands, progress


def test_help_names_every_command_and_only_formats_that_exist(run: Runner) -> None:
    text = run("--help").out
    assert all(f"corslint {command} " in text for command in COMMANDS)
    assert FORMATS == REPORTERS
    assert all(action.help for action in check_parser()._actions)


def test_version(run: Runner) -> None:
    assert run("--version").out.startswith("corslint 0.")


def test_rule_by_id_and_name(run: Runner) -> None:
    text = run("rule", "CORS101").out
    assert text.startswith("CORS101 any-origin (low, open)\n")
    assert text == run("rule", "any-origin").out
    assert "# expect" not in text
    assert "{" not in text.partition("\nReported")[0]
    assert json.loads(run("rule", "any-origin", "--format", "json").out)["id"] == "CORS101"
    listed = json.loads(run("rule", "--all", "--format", "json").out)
    assert len(listed) == run("rule", "--all").out.count("\n")


def test_config_says_where_each_setting_comes_from(run: Runner, project: Path) -> None:
    (project / "corslint.toml").write_text('ignore = ["CORS3", "CORS1"]\n')
    (project / "corslint.toml").write_text('ignore = ["CORS1"]\nfail-on = "low"\n')
    lines = run("config", "--fail-on", "high").out.splitlines()
    assert lines[0] == "# configuration file: corslint.toml"
    assert 'ignore = ["CORS1"]  # corslint.toml' in lines
    assert 'fail-on = "high"  # command line' in lines
    assert "pedantic = false  # default" in lines
    assert "trusted-origins = []  # default" in lines
    assert "layers = {}  # default; not used yet" in lines
    assert lines[-1].startswith("# rules that are on: CORS201")


def test_path_that_is_named_like_a_command(run: Runner, project: Path) -> None:
    (project / "rule").mkdir()
    (project / "rule/app.py").write_bytes(BROKEN)
    assert run("--format", "concise", "./rule").out.startswith("rule/app.py:1:1:")


def test_progress_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    discovery = Discovery(["."])
    with Progress(discovery, wanted=True, delay=0):
        pass
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    progress = Progress(discovery, wanted=True, delay=0)
    with progress:
        list(discovery)
        assert progress.timer is not None
        progress.timer.join()
    assert "2 files found, 1 may hold CORS" in capsys.readouterr().err
