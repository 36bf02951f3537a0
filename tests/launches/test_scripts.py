"""Scripts, Procfiles and Makefiles: which programs they run, and with which variables."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from launching import Line, cut, launched, lines, variables

RUN: dict[str, list[Line]] = {
    "prog a b": [["prog", "a", "b"]],
    "exec prog a": [["prog", "a"]],
    "nohup prog a >log 2>&1 &": [["prog", "a"]],
    "sudo -E prog a": [["prog", "a"]],
    "if prog a; then prog b; else prog c; fi": [["prog", one] for one in "abc"],
    "while ! prog a; do sleep 1; done": [["prog", "a"], ["sleep", "1"]],
    'run() { prog "$@"; }\nrun a': [["prog", None], ["run", "a"]],
    'case $1 in\n  serve) exec prog a ;;\n  *) exec "$@" ;;\nesac': [["prog", "a"], [None]],
    "sh -c 'prog a'": [["prog", "a"]],
    "bash -lc \"prog a 'b c'\"": [["prog", "a", "b c"]],
    "bash -euo pipefail -c 'prog a | tee log'": [["prog", "a"], ["tee", "log"]],
    "timeout 5 bash -c \"sh -c 'prog a'\"": [["prog", "a"]],
    "bash -c \"prog $X 'a' '$Y'\"": [["prog", None, "a", None]],
    "tini -- sh -c 'prog a'": [["prog", "a"]],
    "bash run.sh -c 'prog a'": [["bash", "run.sh", "-c", "prog a"]],
    "cat <<EOF > run.sh\nprog a\nEOF\nprog b": [["cat"], ["prog", "b"]],
    "ARGS=(--a '(b)' )\nprog \"${ARGS[@]}\"": [["prog", None]],
    "docker run -it --rm -p 80:80 owner/image:1 a -b": [["a", "-b"]],
    "docker container run --name=x --entrypoint prog owner/image a": [["prog", "a"]],
    "podman run --gpus all owner/image": [[]],
    "docker build -t x .": [["docker", "build", "-t", "x", "."]],
    "docker run --rm": [["docker", "run", "--rm"]],
}


@pytest.mark.parametrize("text", RUN)
def test_what_a_script_runs(text: str) -> None:
    assert lines("run.sh", text) == RUN[text]


def test_variables_of_a_script() -> None:
    text = """\
A=1
export B="x y" C=$UNKNOWN
D=2 env E=3 prog
prog
export A; B=z
prog
set -o allexport
F=4
prog
"""
    first, second, third, fourth = map(variables, launched("run.sh", text))
    around: dict[str, str | None] = {"B": "x y", "C": None}
    assert first == {**around, "D": "2", "E": "3"}
    assert second == around
    # A program is given only what is exported.
    assert third == {"A": "1", "B": "z", "C": None}
    assert fourth == {**third, "F": "4"}


def test_a_container_has_its_own_variables() -> None:
    text = """\
A=1 docker run -eB=2 -e "C=x y" --env D=3 --env=E=4 -ite F=5 -e A -e G image:tag
docker run --env-file .env owner/image
"""
    first, second = launched("run.sh", text)
    assert variables(first) == {
        "B": "2",
        "C": "x y",
        "D": "3",
        "E": "4",
        "F": "5",
        "A": "1",
        "G": None,
    }
    assert (first.image, first.complete) == ("image:tag", True)
    assert (second.image, second.complete) == ("owner/image", False)


def test_an_image_with_another_entry_point_takes_no_words() -> None:
    [launch] = launched("run.sh", "docker run --entrypoint sh owner/image -c 'prog a'")
    assert launch.image is None


def test_places_in_nested_commands() -> None:
    text = "sh -c 'prog a \"b c\"'\n"
    assert cut("run.sh", text) == [["prog", "a", '"b c"']]


PROCFILE = """\
web: prog a --port $PORT
# worker: prog b
release: sh -c 'prog c'
"""


def test_procfile() -> None:
    assert lines("Procfile", PROCFILE) == [["prog", "a", "--port", None], ["prog", "c"]]
    assert [one.name for one in launched("Procfile", PROCFILE)] == ["web", "release"]


MAKEFILE = """\
PORT ?= 80
X = prog no
show = no

dev: deps ; prog no
\t@show a '$$b' "$$UNSET" $(PORT) '*'
\t-show a \\
\t  b
\t+@show '["*"]'

.PHONY: serve
serve:: dev
\t# show no
\tshow a # b
"""


def test_makefile() -> None:
    assert lines("Makefile", MAKEFILE) == [
        ["show", "a", "$b", None, None, "*"],
        ["show", "a", "b"],
        ["show", '["*"]'],
        ["show", "a"],
    ]
    names = [one.name for one in launched("Makefile", MAKEFILE)]
    assert names == ["dev", "dev", "dev", "serve"]
    assert cut("Makefile", MAKEFILE)[0][2:5] == ["'$$b'", '"$$UNSET"', "$(PORT)"]


@pytest.mark.parametrize("shell", [one for one in ["bash", "dash"] if shutil.which(one)])
def test_make_runs_the_same(shell: str, tmp_path: Path) -> None:
    """What is told above is what make and a shell make of it."""
    (tmp_path / "show").write_text("#!/bin/sh\nprintf '%s|' \"$@\"\necho\n")
    (tmp_path / "show").chmod(0o755)
    text = MAKEFILE.replace("; prog no", "").replace("deps", "")
    make = [
        shutil.which("make") or "make",
        "-f",
        "-",
        f"SHELL={shutil.which(shell)}",
        "serve",
    ]
    ran = subprocess.run(
        make,
        input=text,
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        check=True,
        text=True,
    )
    shown = [line for line in ran.stdout.splitlines() if line.endswith("|")]
    assert shown == ["a|$b||80|*|", "a|b|", '["*"]|', "a|"]
