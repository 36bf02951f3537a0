"""Options of a tool from flags, variables and images, by the example of vLLM and MLflow."""

from __future__ import annotations

import argparse
import shlex

import pytest
from launching import launched

from corslint import registry
from corslint.libraries.kit.configured import is_one
from corslint.libraries.kit.flags import Spelling, handed, of_flags
from corslint.libraries.kit.plain import plain
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.syntax.words import HOLE, Word

SPELLINGS = (
    Spelling("origins", ("--origins", "--allowed-origins")),
    Spelling("cookies", ("--cookies",), alone=True),
    Spelling("each", ("--each",), repeated=True),
)

GIVEN = {
    "": {},
    "--origins a": {"origins": "a"},
    "--origins=a": {"origins": "a"},
    "--origins=": {"origins": ""},
    "--origins=a=b": {"origins": "a=b"},
    "--origins a --allowed-origins b": {"origins": "b"},
    "--origins=a --origins b": {"origins": "b"},
    "--each a --each=b --each c": {"each": ["a", "b", "c"]},
    "--cookies --origins a": {"cookies": True, "origins": "a"},
    "--cookies x": {"cookies": True},
    "x --origins a y": {"origins": "a"},
    "-- --origins a": {},
    "--origins a -- --origins b": {"origins": "a"},
    "--origins -1": {"origins": "-1"},
    "--origins 'a --cookies'": {"origins": "a --cookies"},
}


def options(line: str) -> dict[str, object]:
    [launch] = launched("run.sh", f"prog {line}")
    found = of_flags(SPELLINGS, launch.words[1:])
    return {name: plain(given.thing).value for name, given in found.items()}


@pytest.mark.parametrize("line", GIVEN)
def test_flags_are_those_of_argparse(line: str) -> None:
    parser = argparse.ArgumentParser(argument_default=argparse.SUPPRESS)
    parser.add_argument("--origins", "--allowed-origins")
    parser.add_argument("--cookies", action="store_true")
    parser.add_argument("--each", action="append")
    read = vars(parser.parse_known_args(shlex.split(line))[0])
    assert options(line) == GIVEN[line] == read


@pytest.mark.parametrize(
    "line", ["--origins", "--origins --cookies", "--origins -x", "--each"]
)
def test_what_follows_no_flag_is_not_known(line: str) -> None:
    [launch] = launched("run.sh", f"prog {line}")
    name, given = next(iter(of_flags(SPELLINGS, launch.words[1:]).items()))
    assert name in line
    assert plain(given.thing).missing


@pytest.mark.parametrize("line", ["--origins $X", '--origins="$X"', "--origins a$X"])
def test_what_is_filled_in_is_not_known(line: str) -> None:
    [launch] = launched("run.sh", f"prog {line}")
    [given] = of_flags(SPELLINGS, launch.words[1:]).values()
    assert plain(given.thing).missing


PROGRAMS = (("vllm", "serve"), ("vllm.entrypoints.openai.api_server",))
RUN = {
    "vllm serve x": 1,
    "/opt/venv/bin/vllm serve x": 1,
    "python -m vllm.entrypoints.openai.api_server x": 1,
    "A=1 exec nohup vllm serve x": 1,
    "uv run --with vllm vllm serve x": 1,
    "conda run -n env vllm serve x": 1,
    "ssh host vllm serve x": 1,
    "if vllm serve x; then": 1,
    "! vllm serve x": 1,
    "time vllm serve x": 1,
    "echo vllm serve x": None,
    "if echo vllm serve x; then": None,
    "sudo pip install vllm serve x": None,
    'pkill -f "vllm serve"': None,
    "pkill -f vllm serve x": None,
    "vllm bench serve": None,
    "vllm": None,
    "# vllm serve x": None,
}


@pytest.mark.parametrize("text", RUN)
def test_programs_that_are_run(text: str) -> None:
    found = [handed(PROGRAMS, each.words) for each in launched("run.sh", text)]
    told = [len(words) for words in found if words is not None]
    assert told == ([RUN[text]] if RUN[text] else [])


@pytest.mark.parametrize(
    ("image", "fits"),
    [
        ("vllm/vllm-openai", True),
        ("vllm/vllm-openai:v0.9", True),
        ("vllm/vllm-openai@sha256:00", True),
        ("registry:5000/vllm/vllm-openai:v1@sha256:00", True),
        ("localhost/vllm/vllm-openai", True),
        (f"vllm/vllm-openai:{HOLE}", True),
        (f"{HOLE}/vllm/vllm-openai", True),
        ("vllm/vllm-openai-cpu", False),
        ("other/vllm-openai", False),
        ("myvllm/vllm-openai", False),
        (HOLE, False),
    ],
)
def test_images(image: str, fits: bool) -> None:
    assert is_one(("vllm/vllm-openai",), image) is fits


def policies(tool: str, path: str, text: str) -> list[Policy]:
    source = Source(path, text)
    workspace = Workspace.of({path: text})
    return list(registry.extractor_for(tool).extract(source, workspace))


STAR = """--allowed-origins '["*"]' --allow-credentials"""
SERVED = {
    "run.sh": f"exec vllm serve model {STAR}\n",
    "Procfile": f"web: vllm serve model {STAR}\n",
    "Makefile": f"serve:\n\t@vllm serve $(MODEL) {STAR}\n",
    "web.service": f"[Service]\nExecStart=/usr/bin/vllm serve model {STAR}\n",
    "supervisord.conf": f"[program:web]\ncommand=vllm serve model {STAR}\n",
    "Dockerfile": f"FROM x\nCMD vllm serve model {STAR}\n",
    "compose.yaml": f"services:\n  web:\n    image: vllm/vllm-openai:v1\n    command: model {STAR}\n",
    "deploy.yaml": (
        "- name: web\n  image: vllm/vllm-openai\n"
        "  args: [--allowed-origins, '[\"*\"]', --allow-credentials]\n"
    ),
    "start.sh": f"docker run --gpus all -p 80:80 vllm/vllm-openai:v1 --model x {STAR}\n",
}
DEVELOPED = {
    ".devcontainer/devcontainer.json": '{"postStartCommand": "vllm serve x --allowed-origins \'[\\"*\\"]\'"}',
    ".devcontainer/scripts/run.sh": SERVED["run.sh"],
    "docker/dev/Dockerfile": SERVED["Dockerfile"],
    "deploy/test/Procfile": SERVED["Procfile"],
    "debug.sh": f"DEBUG=1 {SERVED['run.sh'].replace('exec ', '')}",
    "docker-compose.dev.yml": SERVED["compose.yaml"],
    "tool/Makefile": SERVED["Makefile"].replace("serve:", "dev:", 1),
    "other/compose.yaml": SERVED["compose.yaml"] + "    environment: [APP_ENV=local]\n",
}


@pytest.mark.parametrize("path", SERVED)
def test_it_is_found_wherever_it_is_started(path: str) -> None:
    [policy] = policies("vllm", path, SERVED[path])
    assert not policy.development
    assert policy.span.path == path


@pytest.mark.parametrize("path", DEVELOPED)
def test_what_is_for_developers(path: str) -> None:
    [policy] = policies("vllm", path, DEVELOPED[path])
    assert policy.development


ORIGINS = "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"
SERVICE = "services:\n  web:\n    command: mlflow server {}\n    environment: [{}]\n{}"


@pytest.mark.parametrize(
    ("flag", "variable", "more", "line"),
    [
        ("", f"{ORIGINS}=https://a.example", "", 4),
        ("--cors-allowed-origins https://b.example", f"{ORIGINS}=https://a.example", "", 3),
        ("--cors-allowed-origins https://b.example", "", "    env_file: none.env\n", 3),
    ],
)
def test_flags_win_over_variables(flag: str, variable: str, more: str, line: int) -> None:
    [policy] = policies("mlflow", "compose.yaml", SERVICE.format(flag, variable, more))
    assert "a.example" in str(policy.allow_origin) or flag
    assert ("b.example" in str(policy.allow_origin)) is bool(flag)
    assert f"line={line}" in str(policy.allow_origin)


def test_words_that_are_known_to_their_middle() -> None:
    [launch] = launched("run.sh", "prog a$X$Y'b'")
    word = launch.words[1]
    assert (word.text, word.start, word.holed) == (None, "a", f"a{HOLE}{HOLE}b")
    assert Word("a", word.span).start == "a"
