"""Open branches that have nothing to do with what is sent, and values that they leave open."""

from __future__ import annotations

import pytest

from corslint.allow_origin import AnyOrigin, ReflectedOrigin, UnknownOrigins, parts_of
from corslint.extractor import Extractor
from corslint.extractors.django_cors_headers import extract as django
from corslint.extractors.response_headers import extract as handwritten
from corslint.extractors.starlette import extract as starlette
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.value import Known, possible

SETTINGS = """\
import os
from fastapi import FastAPI
app = FastAPI()
allowed_origins = os.getenv("ALLOWED")
LISTED = allowed_origins.split(",") if allowed_origins else ["https://app.example.com"]
app.add_middleware(CORSMiddleware, allow_origins=LISTED)
"""


def policies(extract: Extractor, **files: str) -> list[Policy]:
    workspace = Workspace.of({f"{name}.py": text for name, text in files.items()})
    source = workspace.source(f"{next(iter(files))}.py")
    assert source is not None
    return list(extract.extract(source, workspace))


def kinds(policy: Policy) -> list[type]:
    return [type(part) for part in parts_of(policy.allow_origin)]


def test_a_branch_of_the_module_that_changes_nothing_for_the_handler() -> None:
    handler = (
        "@app.get('/')\nasync def f():\n    r = JSONResponse({})\n"
        "    r.headers['Access-Control-Allow-Origin'] = '*'\n    return r\n"
    )
    [policy] = policies(handwritten, main=SETTINGS + handler)
    assert kinds(policy) == [AnyOrigin]


GUARDED = {
    "the branch itself": "    if allowed_origins:\n{write}",
    "either of two": "    if allowed_origins or allow_all:\n{write}",
    "both": "    if allowed_origins:\n        if allow_all:\n    {write}",
    "one that leaves": "    if not allowed_origins:\n        return r\n    if 1:\n{write}",
}


@pytest.mark.parametrize("code", GUARDED.values(), ids=GUARDED)
def test_a_branch_that_does_decide(code: str) -> None:
    write = "        r.headers['Access-Control-Allow-Origin'] = '*'\n"
    handler = f"def f(r, allow_all):\n{code.format(write=write)}\n    return r\n"
    [policy] = policies(handwritten, main=SETTINGS + handler)
    assert kinds(policy) == [UnknownOrigins]


def test_the_caller_or_who_refers_or_anybody() -> None:
    code = """\
class Response:
    def add_cors(self, env=None):
        allowed = None
        if env is not None:
            if env.get('HTTP_ACCESS_CONTROL_REQUEST_METHOD') is not None:
                self.methods.append(env.get('HTTP_ACCESS_CONTROL_REQUEST_METHOD'))
            allowed = env.get('HTTP_ORIGIN', env.get('HTTP_REFERER', allowed))
        if allowed is None:
            allowed = '*'
        self.headers.replace_header('Access-Control-Allow-Origin', allowed)
        self.headers.replace_header('Access-Control-Allow-Credentials', 'true')
"""
    [policy] = policies(handwritten, main=code)
    assert kinds(policy) == [ReflectedOrigin]
    assert isinstance(policy.allow_credentials, Known)
    assert policy.allow_credentials.value == "true"


LOADED = """\
from outside import load
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
loaded = load()
CORS_ORIGIN_ALLOW_ALL = getattr(loaded, "CORS_ORIGIN_ALLOW_ALL", {everybody})
CORS_ALLOWED_ORIGINS = getattr(loaded, "CORS_ALLOWED_ORIGINS", [])
CORS_ALLOWED_ORIGIN_REGEXES = getattr(loaded, "CORS_ALLOWED_ORIGIN_REGEXES", [])
"""


def test_settings_that_are_not_known_or_empty_are_one_policy() -> None:
    [policy] = policies(django, settings=LOADED.format(everybody="False"))
    assert kinds(policy) == [UnknownOrigins] * 3
    assert policy.tests == ()


def test_an_open_default_of_a_setting_that_is_not_known_is_told() -> None:
    found = policies(django, settings=LOADED.format(everybody="True"))
    assert [AnyOrigin] in map(kinds, found)


@pytest.mark.parametrize("provider", ["Singleton", "Factory", "Callable"])
def test_settings_that_a_container_provides(provider: str) -> None:
    code = f"""\
from dependency_injector import containers, providers
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from conf import Settings

class Container(containers.DeclarativeContainer):
    settings = providers.{provider}(Settings)

settings = Container().settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.origins)
"""
    conf = """\
class Settings:
    text = "*"

    @property
    def origins(self):
        return [each.strip() for each in self.text.split(",")]
"""
    [policy] = policies(starlette, main=code, conf=conf)
    assert kinds(policy) == [AnyOrigin]


def test_constants_of_helpers_that_only_say_by_what_they_write_that_they_do_cors() -> None:
    code = """\
from sanic import Sanic
ORIGIN_HEADER = "access-control-allow-origin"
FLAG = "access-control-allow-credentials"

def add_all(app):
    @app.on_response
    async def add_cors(request, response):
        first(request, response)
        if ORIGIN_HEADER not in response.headers:
            return
        second(request, response)

def first(request, response):
    origin = request.headers.get("origin")
    if origin:
        response.headers[ORIGIN_HEADER] = origin

def second(request, response):
    response.headers[FLAG] = "true"
"""
    [policy] = policies(handwritten, main=code)
    assert kinds(policy) == [ReflectedOrigin]
    assert "true" in possible(policy.allow_credentials)
