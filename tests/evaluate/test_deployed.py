"""Compose and ``.env`` values reach the code by the variable's name, each a way of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from corslint.allow_origin import OriginList, parts_of
from corslint.engine.lint import Report, lint
from corslint.finding import Confidence, Finding, Severity
from corslint.policy import Deployed, Policy
from corslint.source import Source, Workspace

FASTAPI = """import os
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
{before}
app.add_middleware(CORSMiddleware, allow_origins={origins}, allow_credentials=True)
"""
SPLIT = FASTAPI.format(before="", origins="os.getenv('ORIGINS', '').split(',')")
STAR = FASTAPI.format(before="", origins="os.getenv('ORIGINS', '*').split(',')")


def run(files: Mapping[str, str]) -> Report:
    workspace = Workspace.of(files)
    found = [workspace.source(path) for path in files if path.endswith(".py")]
    report = lint([source for source in found if source], workspace)
    assert not report.failures
    return report


def one(files: Mapping[str, str]) -> Finding:
    """The gravest finding, of one or several."""
    return max(run(files).findings, key=lambda finding: finding.severity)


def deployments(report: Report) -> list[tuple[str, str]]:
    return [(each.path, each.name) for each in map(deployed, report.policies) if each]


def deployed(policy: Policy) -> Deployed | None:
    return policy.deployment


def origins(policy: Policy) -> list[str]:
    return [
        entry.text
        for part in parts_of(policy.allow_origin)
        if isinstance(part, OriginList)
        for entry in part.entries
    ]


def notes(finding: Finding) -> list[tuple[str, int, str]]:
    return [(note.span.path, note.span.line, note.text) for note in finding.related]


def test_a_finding_shows_the_sink_and_the_line_that_sets_the_variable() -> None:
    finding = one({"main.py": SPLIT, ".env": "# service\nORIGINS=*\n"})
    assert finding.name == "credentials-for-any-origin"
    assert (finding.span.path, finding.span.line) == ("main.py", 7)
    assert (".env", 2, "the value of `ORIGINS` comes from here") in notes(finding)
    assert finding.confidence is Confidence.CERTAIN
    assert "unset" not in finding.message


def test_the_default_stays_a_way() -> None:
    report = run({"main.py": STAR, ".env": "ORIGINS=https://a.example\n"})
    assert deployments(report) == [(".env", ".env")]
    [finding] = report.findings
    assert "while `ORIGINS` is unset" in finding.message
    assert finding.confidence is Confidence.LIKELY


def test_the_place_that_reads_the_variable_is_on_the_way() -> None:
    files = {
        "main.py": FASTAPI.format(before="from conf import ALLOWED", origins="ALLOWED"),
        "conf.py": "import os\nALLOWED = os.environ['ORIGINS'].split(',')\n",
        ".env": "ORIGINS=https://a.example/\n",
    }
    finding = one(files)
    assert finding.name == "malformed-origin"
    assert [(path, line) for path, line, _ in notes(finding)] == [
        ("conf.py", 2),
        (".env", 1),
    ]


HARMLESS = [
    "http://localhost:3000",
    "https://a.example,https://b.example",
    "",
    "http://localhost:3000,http://127.0.0.1:5173",
]


@pytest.mark.parametrize("file", [".env", ".env.example", "prod.env"])
@pytest.mark.parametrize("value", HARMLESS)
def test_ordinary_values_are_no_finding(file: str, value: str) -> None:
    """But what is named for production needs no developer's machine."""
    found = {
        each.name for each in run({"main.py": SPLIT, file: f"ORIGINS={value}\n"}).findings
    }
    local = file == "prod.env" and "localhost" in value
    assert found == ({"development-origin"} if local else set())


def test_a_deployment_that_closes_cors_is_no_finding() -> None:
    code = FASTAPI.format(
        before="HOSTS = os.getenv('ORIGINS', 'https://a.example').split(',')",
        origins="[each for each in HOSTS if each]",
    )
    report = run({"main.py": code, ".env": "ORIGINS=\n"})
    assert deployments(report) == [(".env", ".env")]
    assert not report.findings


@pytest.mark.parametrize(
    "value",
    ["<your origins>", "https://your-domain.com/", "changeme", "xxx", "${TODO}", ""],
)
def test_what_a_template_leaves_to_the_reader_sets_nothing(value: str) -> None:
    report = run({"main.py": SPLIT, ".env.example": f"ORIGINS={value}\n"})
    assert not deployments(report)
    assert not report.findings


def test_a_template_is_likely_at_most_and_called_one() -> None:
    finding = one({"main.py": SPLIT, ".env.example": "ORIGINS=*\n"})
    assert finding.confidence is Confidence.LIKELY
    text = "the value of `ORIGINS` comes from here, an example that is there to be copied"
    assert (".env.example", 1, text) in notes(finding)


def test_a_template_that_says_the_same_as_a_deployment_adds_nothing() -> None:
    files = {
        "main.py": SPLIT,
        ".env": "ORIGINS=*\n",
        ".env.example": "ORIGINS=*\nOTHER=1\n",
    }
    assert deployments(run(files)) == [(".env", ".env")]


COMPOSE = """services:
  public:
    build: ./api
    environment:
      ORIGINS: "*"
  partners:
    build: ./api
    environment:
      - ORIGINS=https://partner.example/
  web:
    build: ./web
    environment:
      ORIGINS: "null"
"""


def test_two_services_of_one_compose_file_have_values_of_their_own() -> None:
    report = run({"api/main.py": SPLIT, "compose.yml": COMPOSE})
    assert deployments(report) == [("compose.yml", "public"), ("compose.yml", "partners")]
    found = {finding.name: notes(finding) for finding in report.findings}
    text = "the value of `ORIGINS` comes from here"
    assert ("compose.yml", 5, text) in found["credentials-for-any-origin"]
    assert found["malformed-origin"] == [("compose.yml", 9, text)]


def test_another_folder_of_the_repository_does_not_leak_in() -> None:
    files = {"api/main.py": SPLIT, "web/.env": "ORIGINS=*\n", "api/.env": "OTHER=*\n"}
    assert not deployments(run(files))


def test_variables_of_one_deployment_stay_together() -> None:
    code = FASTAPI.format(
        before="", origins="[os.environ['SCHEME'] + '://' + os.environ['HOST']]"
    )
    files = {
        "main.py": code,
        "a.env": "SCHEME=http\nHOST=a.example\n",
        "b.env": "SCHEME=https\nHOST=b.example\n",
    }
    policies = [policy for policy in run(files).policies if policy.deployment]
    assert [origins(each) for each in policies] == [
        ["http://a.example"],
        ["https://b.example"],
    ]


def test_a_deployment_that_leaves_a_variable_out_leaves_its_default() -> None:
    code = FASTAPI.format(
        before="",
        origins="[os.getenv('A', 'https://a.example'), os.getenv('B', 'https://b.example')]",
    )
    [_, policy] = run({"main.py": code, ".env": "B=https://c.example\n"}).policies
    assert origins(policy) == ["https://a.example", "https://c.example"]


BRANCH = FASTAPI.format(
    before="ALLOWED = ['*'] if os.getenv('OPEN', '0') == '1' else ['https://a.example']",
    origins="ALLOWED",
)


def test_a_value_that_decides_a_branch_is_named() -> None:
    [finding] = run({"main.py": BRANCH, ".env": "OPEN=1\n"}).findings
    assert finding.confidence is Confidence.CERTAIN
    assert (".env", 1, "the value of `OPEN` comes from here") in notes(finding)


DEVELOPMENT = {
    "by its name": {".env.development": "ORIGINS=*\n"},
    "by a stage": {".env": "APP_ENV=local\nORIGINS=*\n"},
    "by a debug switch": {".env": "DEBUG=true\nORIGINS=*\n"},
    "by its folder": {".envs/.local/.api": "ORIGINS=*\n"},
    "by its file": {"docker-compose.dev.yml": COMPOSE.replace("./api", ".")},
}


@pytest.mark.parametrize("files", DEVELOPMENT.values(), ids=list(DEVELOPMENT))
def test_what_only_developers_run_is_low_at_most(files: Mapping[str, str]) -> None:
    report = run({"main.py": SPLIT, **files})
    assert report.findings
    assert all(finding.severity <= Severity.LOW for finding in report.findings)


USERS = {
    "named for users": {".env.production": "ORIGINS=*\n"},
    "debugging is off": {".env": "DEBUG=0\nORIGINS=*\n"},
    "a word inside another": {".env.latest": "ENVIRONMENT=preview\nORIGINS=*\n"},
}


@pytest.mark.parametrize("files", USERS.values(), ids=list(USERS))
def test_what_users_are_served_by_is_not(files: Mapping[str, str]) -> None:
    assert one({"main.py": SPLIT, **files}).severity is Severity.CRITICAL


def test_few_deployments_are_followed_and_the_rest_is_counted() -> None:
    files = {
        f"s{number}.env": f"ORIGINS=https://s{number}.example\n" for number in range(7)
    }
    report = run({"main.py": SPLIT, **files})
    assert len(deployments(report)) == 4
    [limit] = report.limits
    assert limit.text == "3 more deployments set variables that are read here"


def test_a_value_that_cannot_be_told_is_no_way_of_its_own() -> None:
    compose = "services:\n  api:\n    build: .\n    environment:\n      ORIGINS: ${HOSTS}\n"
    assert not deployments(run({"main.py": SPLIT, "compose.yml": compose}))


HAND = """from flask import Flask, request
import os

app = Flask(__name__)
ALLOWED = os.getenv("ORIGINS", "https://a.example").split(",")

@app.after_request
def cors(response):
    origin = request.headers.get("Origin")
    if origin in ALLOWED:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Vary"] = "Origin"
    return response
"""
CONSTANT = """import os

def cors(response):
    response.headers["Access-Control-Allow-Origin"] = os.environ["ORIGINS"]
    return response
"""


def test_code_that_compares_with_what_a_deployment_sets() -> None:
    report = run({"main.py": HAND, ".env": "ORIGINS=https://b.example\n"})
    plain, own = report.policies
    assert own.deployment is not None
    answers = {
        origin: [decides(policy, origin) for policy in (plain, own)]
        for origin in ("https://a.example", "https://b.example")
    }
    assert answers == {
        "https://a.example": ["yes", "no"],
        "https://b.example": ["maybe", "yes"],
    }


def decides(policy: Policy, origin: str) -> str:
    from corslint.allow_origin import OriginProgram

    programs = [
        part for part in parts_of(policy.allow_origin) if isinstance(part, OriginProgram)
    ]
    return programs[0].decide(origin).value


def test_a_header_that_a_deployment_sets_to_two_origins() -> None:
    files = {"main.py": CONSTANT, ".env": "ORIGINS=https://a.example,https://b.example\n"}
    finding = one(files)
    assert finding.name == "multiple-origins"
    assert notes(finding) == [(".env", 1, "the value of `ORIGINS` comes from here")]


FLASK = """import os
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=os.environ["ORIGINS"].split(","), supports_credentials=True)
"""
CONFIGURED = """from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
app.config.from_object("conf.Config")
CORS(app)
"""
CONFIG = """import os

class Config:
    CORS_ORIGINS = os.environ.get("ORIGINS", "https://a.example").split(",")
    CORS_SUPPORTS_CREDENTIALS = True
"""
DJANGO = """import environ

env = environ.Env(EVERYBODY=(bool, False))
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
CORS_ALLOWED_ORIGINS = env.list("ORIGINS", default=[])
CORS_ALLOW_ALL_ORIGINS = env("EVERYBODY")
CORS_ALLOW_CREDENTIALS = True
"""
SETTINGS = """from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="API_", env_file=".env")
    origins: list[str] = []

settings = Settings()
"""
OTHERS = {
    "Flask-CORS": ({"main.py": FLASK}, "ORIGINS=*\n", ".env"),
    "Flask-CORS, by its configuration": (
        {"main.py": CONFIGURED, "conf.py": CONFIG},
        "ORIGINS=*\n",
        ".env",
    ),
    "django-cors-headers": ({"settings.py": DJANGO}, "EVERYBODY=on\n", ".env"),
    "pydantic settings": (
        {
            "main.py": FASTAPI.format(
                before="from conf import settings", origins="settings.origins"
            ),
            "conf.py": SETTINGS,
        },
        'API_ORIGINS=["*"]\n',
        ".env",
    ),
    "pydantic settings, small letters": (
        {
            "main.py": FASTAPI.format(
                before="from conf import settings", origins="settings.origins"
            ),
            "conf.py": SETTINGS,
        },
        'api_origins=["*"]\n',
        ".env",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_frameworks(name: str) -> None:
    files, text, path = OTHERS[name]
    finding = one({**files, path: text})
    assert finding.name == "credentials-for-any-origin"
    assert finding.confidence is Confidence.CERTAIN
    variable = text.partition("=")[0]
    assert (path, 1, f"the value of `{variable}` comes from here") in notes(finding)


SOCKET = """import os
from tornado.websocket import WebSocketHandler

ALLOWED = os.getenv("ORIGINS", "https://a.example").split(",")

class Chat(WebSocketHandler):
    def check_origin(self, origin):
        return "*" in ALLOWED or origin in ALLOWED
"""


def test_a_handshake_that_a_deployment_opens() -> None:
    finding = one({"main.py": SOCKET, ".env": "ORIGINS=*\n"})
    assert (finding.span.path, finding.span.line) == ("main.py", 8)
    assert (".env", 1, "the value of `ORIGINS` comes from here") in notes(finding)


class Folders:
    """A tree that counts how often somebody looks into a folder, and notes what is read."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.looks = 0
        self.seen: set[str] = set()
        self.workspace = Workspace(self.read, self.names)

    def read(self, path: str) -> bytes | None:
        self.seen.add(path)
        return self.files[path].encode() if path in self.files else None

    def names(self, _: str) -> Iterable[str]:
        self.looks += 1
        return self.files


UNTOUCHED = {
    "no variables": FASTAPI.format(before="", origins="['*']"),
    "no policies": "import os\ncors_note = os.getenv('ORIGINS')  # corsmiddleware\n",
    "variables of something else": FASTAPI.format(
        before="PORT = os.getenv('PORT', '80')", origins="['*']"
    ),
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_deployments_are_looked_for_only_where_a_variable_reaches_a_policy(
    name: str,
) -> None:
    folders = Folders({"main.py": UNTOUCHED[name], ".env": "ORIGINS=*\nPORT=1\n"})
    lint([Source("main.py", UNTOUCHED[name])], folders.workspace)
    assert ".env" not in folders.seen
    # Where there is a policy, the version of its library is looked for, once.
    assert folders.looks == (0 if name == "no policies" else 1)


IGNORES = {
    "above the line": (
        ".env",
        "# corslint: ignore[credentials-for-any-origin] demo\nORIGINS=*\n",
    ),
    "behind the value": (
        ".env",
        "ORIGINS=* # corslint: ignore[credentials-for-any-origin] demo\n",
    ),
    "in a compose file": (
        "compose.yml",
        "services:\n  api:\n    build: .\n    environment:\n"
        "      ORIGINS: '*'  # corslint: ignore[credentials-for-any-origin] demo\n",
    ),
}


@pytest.mark.parametrize("name", IGNORES)
def test_an_ignore_where_the_variable_is_set(name: str) -> None:
    path, text = IGNORES[name]
    report = run({"main.py": SPLIT, path: text})
    assert not report.findings
    [suppressed] = report.suppressed
    assert suppressed.suppression is not None
    assert suppressed.suppression.reason == "demo"
