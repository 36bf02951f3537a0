"""Compose files: what each service is given, and which code it runs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corslint.deployments.deployment import Deployment, Setting
from corslint.deployments.interpolation import interpolated
from corslint.deployments.lookup import deployments_for
from corslint.source import Source, Workspace


def services(files: Mapping[str, str], path: str = "app/main.py") -> dict[str, Deployment]:
    """The services that run the file at ``path``, by name."""
    found = deployments_for(Workspace.of(files), path)
    return {one.name: one for one in found if one.path.endswith((".yml", ".yaml"))}


def web(text: str, **files: str) -> Deployment:
    """The service ``web`` of a compose file with these lines in it, among other files."""
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    tree = {name.replace("_", "."): content for name, content in files.items()}
    return services({"compose.yml": f"services:\n  web:\n{lines}", **tree})["web"]


def values(deployment: Deployment) -> dict[str, str | None]:
    return {name: setting.value for name, setting in deployment.variables.items()}


def cut(files: Mapping[str, str], setting: Setting) -> list[str]:
    """The text at the place of a setting, then at those it passed through."""
    sources = {path: Source(path, text) for path, text in files.items()}
    return [sources[place.path].cut(place) for place in (setting.span, *setting.via)]


def test_a_mapping() -> None:
    found = web(
        "environment:\n"
        "  ORIGINS: https://a.example\n"
        '  QUOTED: "a: b"\n'
        "  NUMBER: 8000\n"
        "  TRUTH: True\n"
        "  WORD: 'True'\n"
        "  YES: yes\n"
        "  EMPTY: ''\n"
        "  PASSED:\n"
        "  NULL: ~\n"
        "  TEXT: 'null'\n"
        "  TAGGED: !secret x\n"
        "  LIST: [a]\n"
    )
    assert found.complete
    assert values(found) == {
        "ORIGINS": "https://a.example",
        "QUOTED": "a: b",
        "NUMBER": "8000",
        "TRUTH": "true",
        "WORD": "True",
        "YES": "yes",
        "EMPTY": "",
        "PASSED": None,
        "NULL": None,
        "TEXT": "null",
        "TAGGED": None,
        "LIST": None,
    }


def test_a_list() -> None:
    found = web(
        "environment:\n"
        "  - ORIGINS=https://a.example,https://b.example/?x=y\n"
        "  - 'SPACED=a b'\n"
        '  - QUOTED="x"\n'
        "  - EMPTY=\n"
        "  - PASSED\n"
        "  - ORIGINS=*\n"
        "  - [x]\n"
    )
    assert values(found) == {
        "ORIGINS": "*",
        "SPACED": "a b",
        "QUOTED": '"x"',
        "EMPTY": "",
        "PASSED": None,
    }


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("ORIGINS: '*'", "'*'"),
        ("- ORIGINS=*", "*"),
        ("- 'ORIGINS=*'", "*"),
        ('- "ORIGINS=*"', "*"),
        ('- "ORIGINS=\\x2a"', '"ORIGINS=\\x2a"'),
        ("- ORIGINS=", ""),
        ("- ORIGINS", "ORIGINS"),
        ("- ORIGINS=a\n  b", "ORIGINS=a\n        b"),
    ],
)
def test_where_a_value_stands(line: str, value: str) -> None:
    text = f"services:\n  web:\n    environment:\n      {line}\n".replace(
        "\n  b", "\n        b"
    )
    files = {"compose.yml": text}
    assert cut(files, services(files)["web"].variables["ORIGINS"]) == [value]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("${A:-x}", "x"),
        ("${A-x}", "x"),
        ("${A:-}", ""),
        ("http://${A:-x}:${B-1}/", "http://x:1/"),
        ("${A:-${B:-x}}", "x"),
        ("${A:-{}}", "{}"),
        ("$$A", "$A"),
        ("$${A}", "${A}"),
        ("a$$$$b", "a$$b"),
        ("${A:-$$}", "$"),
        ("plain", "plain"),
        ("", ""),
        ("$A", None),
        ("${A}", None),
        ("${A:?must be set}", None),
        ("${A?}", None),
        ("${A:+x}", None),
        ("${SET:-x}", None),
        ("${SET-x}", None),
        ("${A:-${SET:-x}}", None),
        ("${A:-$B}", None),
        ("${", None),
        ("${A:-x", None),
        ("$", None),
        ("a$ b", None),
        ("${1:-x}", None),
        ("${A:-" * 20 + "}" * 20, None),
    ],
)
def test_interpolation(written: str, meant: str | None) -> None:
    assert interpolated(written, frozenset({"SET"})) == meant


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["$", "$$", "${", "${A:-", "${A-", "}", "A", "x", ":-", "SET"]),
        max_size=20,
    ).map("".join)
)
def test_interpolation_of_anything_ends(text: str) -> None:
    found = interpolated(text, frozenset({"SET"}))
    assert found == text or "$" in text


def test_interpolation_of_very_long_text_is_not_tried() -> None:
    assert interpolated("${A:-" * 100_000) is None


def test_a_default_counts_unless_the_variable_is_set_beside() -> None:
    text = "environment:\n  ORIGINS: ${ORIGINS:-*}\n  HOSTS: ${HOSTS:-*}\n"
    assert values(web(text)) == {"ORIGINS": "*", "HOSTS": "*"}
    assert values(web(text, _env="ORIGINS=https://a.example\n")) == {
        "ORIGINS": None,
        "HOSTS": "*",
    }
    # Only the file beside it counts, and no template of it.
    others = {"_env_example": "ORIGINS=x\n", "app/_env": "HOSTS=x\n"}
    assert values(web(text, **others)) == {"ORIGINS": "*", "HOSTS": "*"}


@pytest.mark.parametrize(
    "entry",
    [
        "env_file: web.env",
        "env_file: ./web.env",
        "env_file: [web.env]",
        "env_file:\n  - web.env",
        "env_file:\n  - path: web.env",
        "env_file:\n  - path: ${NAME:-web}.env\n    required: true",
        "env_file:\n  path: ./x/../web.env",
    ],
)
def test_forms_of_env_file(entry: str) -> None:
    found = web(entry, web_env="export A=1\nB='2' # two\nPASSED\n")
    assert values(found) == {"A": "1", "B": "2", "PASSED": None}
    assert found.complete


def test_an_env_file_that_is_not_there_may_set_anything() -> None:
    for entry in (
        "env_file: web.env",
        "env_file: ${DIR}/web.env",
        "env_file: [[x]]",
        "env_file:\n  - path: web.env\n    required: false",
        "env_file: ../../../etc/passwd",
        "env_file: /etc/environment",
    ):
        found = web(f"{entry}\nenvironment: [A=1]")
        assert values(found) == {"A": "1"}
        assert not found.complete


def test_lines_of_a_raw_env_file_are_not_unquoted() -> None:
    entry = "env_file:\n  - path: web.env\n    format: raw"
    assert values(web(entry, web_env="A='1'\n")) == {"A": None}


def test_compose_fills_in_env_files_from_elsewhere() -> None:
    text = "A=1\nB=${A}\nC=$A\nD='$A'\n"
    assert values(web("env_file: web.env", web_env=text)) == {
        "A": "1",
        "B": None,
        "C": None,
        "D": None,
    }


def test_environment_wins_over_files_and_late_files_over_early_ones() -> None:
    files = {
        "compose.yml": (
            "services:\n"
            "  web:\n"
            "    environment:\n"
            "      C: inline\n"
            "      D:\n"
            "    env_file: [one.env, two.env]\n"
        ),
        "one.env": "A=one\nB=one\nC=one\nD=one\n",
        "two.env": "B=two\nC=two\n",
    }
    found = services(files)["web"]
    assert values(found) == {"A": "one", "B": "two", "C": "inline", "D": None}
    assert cut(files, found.variables["A"]) == ["one", "one.env"]
    assert cut(files, found.variables["B"]) == ["two", "two.env"]
    assert cut(files, found.variables["C"]) == ["inline"]


def test_anchors_and_merge_keys() -> None:
    files = {
        "compose.yml": (
            "x-env: &env\n"
            "  ORIGINS: &any '*'\n"
            "  DEBUG: 'no'\n"
            "x-web: &web\n"
            "  environment: *env\n"
            "services:\n"
            "  whole:\n"
            "    <<: *web\n"
            "  part:\n"
            "    environment:\n"
            "      <<: *env\n"
            "      DEBUG: 'yes'\n"
            "      HOSTS: *any\n"
            "  replaced:\n"
            "    <<: *web\n"
            "    environment: [A=1]\n"
        )
    }
    found = services(files)
    assert values(found["whole"]) == {"ORIGINS": "*", "DEBUG": "no"}
    assert values(found["part"]) == {"ORIGINS": "*", "DEBUG": "yes", "HOSTS": "*"}
    assert values(found["replaced"]) == {"A": "1"}
    origins = found["whole"].variables["ORIGINS"]
    assert cut(files, origins)[:3] == ["'*'", "*env", "*web"]
    assert cut(files, found["part"].variables["ORIGINS"])[:2] == ["'*'", "*env"]
    assert cut(files, found["part"].variables["HOSTS"]) == ["*any", "'*'"]


def test_extends() -> None:
    files = {
        "compose.yml": (
            "services:\n"
            "  web:\n"
            "    extends: {file: deploy/base.yml, service: base}\n"
            "    environment: {A: web}\n"
            "  again:\n"
            "    extends: web\n"
            "    environment: {B: again}\n"
        ),
        "deploy/base.yml": (
            "services:\n"
            "  base:\n"
            "    build: ../app\n"
            "    env_file: base.env\n"
            "    environment: {A: base, B: base}\n"
        ),
        "deploy/base.env": "B=file\nC=file\n",
    }
    found = services(files)
    assert values(found["web"]) == {"A": "web", "B": "base", "C": "file"}
    assert values(found["again"]) == {"A": "web", "B": "again", "C": "file"}
    assert found["again"].complete
    assert not services(files, "other/main.py")


@pytest.mark.parametrize(
    "entry",
    [
        "web",
        "absent",
        "{service: web}",
        "{file: absent.yml, service: x}",
        "[x]",
        "'${X}'",
        "a",
    ],
)
def test_a_base_that_is_not_there_may_set_anything(entry: str) -> None:
    text = (
        f"services:\n  web: {{extends: {entry}, environment: [A=1]}}\n"
        "  a: {extends: b}\n  b: {extends: a}\n"
    )
    found = services({"compose.yml": text})["web"]
    assert values(found) == {"A": "1"}
    assert not found.complete


@pytest.mark.parametrize(
    "build",
    [
        "build: app",
        "build: ./app",
        "build: app/",
        "build: .",
        "build: {context: ./app, dockerfile: Dockerfile}",
        "build: {dockerfile: app/Dockerfile}",
        "build: ${DIR:-app}",
        "image: app",
        "build:",
        "build: ${DIR}",
        "build: https://github.com/o/r.git#main:app",
        "build: git@github.com:o/r.git",
    ],
)
def test_services_that_run_the_file(build: str) -> None:
    text = f"services:\n  web:\n    {build}\n    environment: [A=1]\n"
    assert list(services({"compose.yml": text})) == ["web"]


@pytest.mark.parametrize(
    "build", ["build: web", "build: ./ap", "build: app/api", "build: {context: ../app}"]
)
def test_services_that_run_something_else(build: str) -> None:
    text = f"services:\n  web:\n    {build}\n    environment: [A=1]\n"
    assert not services({"compose.yml": text})


def test_a_context_above_the_compose_file() -> None:
    text = "services:\n  web: {build: .., environment: [A=1]}\n  db: {image: x}\n"
    assert list(services({"docker/docker-compose.yml": text})) == ["web"]
    assert list(services({"docker/docker-compose.yml": text}, "docker/x.py")) == [
        "web",
        "db",
    ]
    assert not services({"other/docker-compose.yml": text})


def test_files_of_one_project_build_for_each_other() -> None:
    files = {
        "compose.yml": "services:\n  api: {build: app}\n  front: {build: front}\n",
        "compose.prod.yml": (
            "services:\n"
            "  api: {image: api, environment: [A=1]}\n"
            "  front: {image: front, environment: [A=2]}\n"
            "  proxy: {image: nginx, environment: [A=3]}\n"
        ),
    }
    found = deployments_for(Workspace.of(files), "app/main.py")
    assert [(one.path, one.name) for one in found] == [
        ("compose.prod.yml", "api"),
        ("compose.prod.yml", "proxy"),
        ("compose.yml", "api"),
    ]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("docker-compose.yml", True),
        ("docker-compose.yaml", True),
        ("compose.yaml", True),
        ("compose.prod.yml", True),
        ("docker-compose-local.yml", True),
        ("docker-compose.override.example.yml", True),
        ("my-compose.yml", False),
        ("compose.yml.bak", False),
        ("values.yaml", False),
    ],
)
def test_names_of_compose_files(name: str, read: bool) -> None:
    found = deployments_for(Workspace.of({name: "services:\n  web: {}\n"}), "main.py")
    assert bool(found) == read
    assert all(one.template == ("example" in name) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "services:\n",
        "services: [web]\n",
        "services: {web: x}\n",
        "services:\n\tweb: x\n",
        "[services]\n",
        "services: {{ services }}\n",
        "services:\n  ? [a]\n  : b\n",
        "[" * 100_000,
    ],
)
def test_files_that_describe_no_service(text: str) -> None:
    assert not services({"compose.yml": text})


@pytest.mark.parametrize(
    ("written", "complete"),
    [
        ("environment:", True),
        ("environment: {}", True),
        ("environment: ~", True),
        ("environment: !override {}", True),
        ("environment: !reset {A: 1}", False),
        ("environment: text", False),
        ("environment: ['$NAME=1']", False),
        ("environment:\n  ${NAME}: 1", False),
    ],
)
def test_an_environment_without_variables(written: str, complete: bool) -> None:
    found = web(written)
    assert values(found) == {}
    assert found.complete == complete


def test_what_is_to_be_filled_in_later_is_not_known() -> None:
    found = web(
        "environment:\n"
        "  A: 'https://{{ host }}'\n"
        "  B: <your domain>\n"
        "  C: '<% host %>'\n"
        "  D: '{\"a\": {}}'\n"
    )
    assert values(found) == {"A": None, "B": None, "C": None, "D": '{"a": {}}'}


def test_shared_values_do_not_grow_without_bounds() -> None:
    pairs = ", ".join(f"k{n}: *text" for n in range(3000))
    names = "".join(f"  s{n}: {{environment: *env}}\n" for n in range(500))
    text = f"a: &text '{'$$' * 1000}'\nb: &env {{{pairs}}}\nservices:\n{names}"
    found = services({"compose.yml": text}).values()
    assert 0 < sum(len(one.variables) for one in found) <= 21_000
    assert not any(one.complete for one in found)
