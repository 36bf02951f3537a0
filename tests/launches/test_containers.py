"""Services of compose files, containers of Kubernetes and of development."""

from __future__ import annotations

import pytest
from launching import Line, cut, launched, lines, variables

SERVICE: dict[str, list[Line]] = {
    "command: prog a 'b c'": [["prog", "a", "b c"]],
    "command: [prog, 'a b', 1]": [["prog", "a b", "1"]],
    "command:\n      - prog\n      - a": [["prog", "a"]],
    "command: >\n      prog a\n      b": [["prog", "a", "b"]],
    "command: |\n      prog a\n      b": [["prog", "a", "b"]],
    # No shell reads it.
    "command: prog * ~ {a,b} '[\"*\"]'": [["prog", "*", "~", "{a,b}", '["*"]']],
    "command: prog a && prog b": [["prog", "a"]],
    "command: prog $$HOME $X ${Y:-a b} '${Z:-*}'": [["prog", "$HOME", None, "a", "b", "*"]],
    "command: [prog, $$HOME, $X, '${Y:-a b}']": [["prog", "$HOME", None, "a b"]],
    "command: sh -c 'prog $$HOME a && prog b'": [["prog", None, "a"], ["prog", "b"]],
    "command: ['sh', '-c', 'prog ${X:-a} $$Y']": [["prog", "a", None]],
    "entrypoint: prog a\n    command: b": [["prog", "a", "b"]],
    "entrypoint: [prog]\n    command: [a]": [["prog", "a"]],
    "entrypoint: ['sh', '-c']\n    command: ['prog a']": [["prog", "a"]],
    "command: null": [],
    "command: []": [],
    "command: {a: b}": [],
    "command: [prog, [a], {b: c}]": [["prog", None, None]],
    "image: x": [],
}


@pytest.mark.parametrize("text", SERVICE)
def test_what_a_service_runs(text: str) -> None:
    found = lines("compose.yaml", f"services:\n  web:\n    {text}\n")
    assert [line for line in found if line] == SERVICE[text]


COMPOSE = """\
x-env: &env
  A: "1"
  B: ${UNKNOWN}
services:
  base:
    image: registry:5000/owner/image:${TAG}
    command: ["a"]
    environment: *env
  web:
    extends: base
    environment: ["A=2"]
  other:
    extends: {service: base}
    entrypoint: prog
    env_file: [missing.env]
  set:
    image: x
    command: prog ${PORT:-80} ${HOST:-*}
"""


def test_services() -> None:
    base, web, other, set_ = launched("compose.yaml", COMPOSE, _env="PORT=1\n")
    assert variables(base) == {"A": "1", "B": None}
    assert variables(web) == {"A": "2", "B": None}
    assert [each.text for each in web.words] == ["a"]
    assert web.image == base.image is not None
    assert [each.text for each in other.words] == ["prog", "a"]
    assert (other.image, other.complete, web.complete) == (None, False, True)
    # Compose prefers what `.env` says to the default.
    assert [each.text for each in set_.words] == ["prog", None, "*"]
    assert [each.name for each in (base, web, other, set_)] == [
        "base",
        "web",
        "other",
        "set",
    ]


def test_places_in_a_service() -> None:
    text = """\
services:
  web:
    command: >-
      prog a
      --flag '["*"]' ${X:-b} $$c
  other:
    command: ["prog", "x y"]
  nested:
    command: sh -c "prog 'a b'"
"""
    assert cut("docker-compose.yml", text) == [
        ["prog", "a", "--flag", "'[\"*\"]'", "${X:-b}", "$$c"],
        ['"prog"', '"x y"'],
        ["prog", "'a b'"],
    ]


POD = """\
kind: Deployment
spec:
  template:
    spec:
      initContainers:
      - {name: init, image: x, command: [prep]}
      containers:
      - name: web
        image: registry/owner/image@sha256:00
        args: ["--a=$(A)", "$(MISSING)", "$$(A)", "$HOME", 8000, "$(SECRET)"]
        env:
        - {name: A, value: "1"}
        - {name: B, value: "x$(A)"}
        - name: SECRET
          valueFrom: {secretKeyRef: {name: s, key: k}}
        - name: EMPTY
      - name: other
        image: owner/image
        command: [sh, -c]
        args:
        - |
          export A=1
          exec prog a \\
            b
        envFrom: [{configMapRef: {name: c}}]
---
kind: CronJob
spec: {jobTemplate: {spec: {containers: [{name: job, image: y}]}}}
"""


def test_kubernetes() -> None:
    init, web, other, job = launched("deploy.yaml", POD)
    assert [each.text for each in init.words] == ["prep"]
    assert (init.image, web.image) == (None, "registry/owner/image@sha256:00")
    assert [each.text for each in web.words] == [
        "--a=1",
        None,
        "$(A)",
        "$HOME",
        "8000",
        None,
    ]
    assert variables(web) == {"A": "1", "B": "x1", "SECRET": None, "EMPTY": ""}
    assert [each.text for each in other.words] == ["prog", "a", "b"]
    assert variables(other) == {"A": "1"}
    assert (web.complete, other.complete) == (True, False)
    assert (job.words, job.image) == ((), "y")
    assert cut("deploy.yaml", POD)[2] == ["prog", "a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "{{- if .Values.x }}\nimage: {{ .Values.image }}\nname: x\n{{- end }}\n",
        "containers:\n- name: x\n  image: {{ .Values.image }}\n  args: [a]\n",
        "image: {repository: x, tag: y}\nname: x\nargs: [a]\n",
        "a: [\n",
        "",
        "- image: x\n  name: [y]\n",
    ],
)
def test_what_is_no_container_gives_nothing(text: str) -> None:
    assert launched("templates/deployment.yaml", text) == []
    assert launched("compose.yaml", text) == []


DEVCONTAINER = """\
{
    // for developers
    "image": "x",
    "containerEnv": {"A": "1", "B": "${localEnv:B}"},
    "remoteEnv": {"C": "3", "D": null},
    "postCreateCommand": "A=2 prog a && prog '${containerEnv:A}' ${localEnv:X} \\"b c\\"",
    "postStartCommand": ["prog", "a b", "${localWorkspaceFolder}/x", "$X"],
    "postAttachCommand": {"one": "prog c", "two": ["prog", "d"]},
    "initializeCommand": {"odd": 1, "none": null},
}
"""


def test_devcontainer() -> None:
    path = ".devcontainer/devcontainer.json"
    found = launched(path, DEVCONTAINER)
    assert lines(path, DEVCONTAINER) == [
        [],
        ["prog", "a"],
        ["prog", None, None, "b c"],
        ["prog", "a b", None, "$X"],
        ["prog", "c"],
        ["prog", "d"],
    ]
    around = {"A": "1", "B": None, "C": "3", "D": None}
    assert [variables(found[at])["A"] for at in (0, 1, 2)] == ["1", "2", "1"]
    assert variables(found[0]) == around
    assert launched(path, "[") == launched(path, "[]") == launched(path, "{}") == []
