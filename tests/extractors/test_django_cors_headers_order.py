"""Where CorsMiddleware stands, and whether it stands anywhere: settings, then real Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corslint.extractors.django_cors_headers import extract
from corslint.observation import Inactive, Misplaced
from corslint.policy import Policy
from corslint.source import Source, Workspace

CORS = "corsheaders.middleware.CorsMiddleware"
COMMON = "django.middleware.common.CommonMiddleware"
SECURITY = "django.middleware.security.SecurityMiddleware"
CSRF = "django.middleware.csrf.CsrfViewMiddleware"
BASE = "INSTALLED_APPS = ['corsheaders']\nCORS_ALLOWED_ORIGINS = ['https://a.example']\n"


def policies(code: str, path: str = "settings.py", **beside: str) -> list[Policy]:
    files = {path: code, **{f"{name}.py": text for name, text in beside.items()}}
    return list(extract.extract(Source(path, code), Workspace.of(files)))


def seen(code: str, **beside: str) -> list[str]:
    [policy] = policies(code, **beside)
    kinds = (Misplaced, Inactive)
    return [type(each).__name__ for each in policy.observations if isinstance(each, kinds)]


@pytest.mark.parametrize(
    ("stack", "more", "expected"),
    [
        ([CORS, SECURITY, COMMON], "SECURE_SSL_REDIRECT = True", []),
        ([SECURITY, CORS, COMMON], "", []),
        ([SECURITY, CORS, COMMON], "SECURE_SSL_REDIRECT = False", []),
        ([SECURITY, CORS, COMMON], "SECURE_SSL_REDIRECT = True", ["Misplaced"]),
        ([SECURITY, CORS, COMMON], "SECURE_SSL_REDIRECT = not DEBUG", []),
        ([SECURITY, CORS, COMMON], "if X:\n    SECURE_SSL_REDIRECT = True", []),
        ([COMMON, CORS], "", ["Misplaced"]),
        ([COMMON, CORS], "APPEND_SLASH = False", []),
        ([CSRF, CORS, COMMON], "", []),
        ([SECURITY, COMMON, CORS], "SECURE_SSL_REDIRECT = True", ["Misplaced"] * 2),
        ([COMMON], "", ["Inactive"]),
        ([COMMON, "shop.cors.Middleware"], "", []),
        ([COMMON], "MIDDLEWARE += more()", []),
        ([COMMON], "from local_settings import *", []),
        ([], "", []),
    ],
)
def test_places(stack: list[str], more: str, expected: list[str]) -> None:
    assert seen(f"{BASE}MIDDLEWARE = {stack!r}\n{more}\n") == expected


def test_middleware_of_the_project_may_do_it() -> None:
    code = f"{BASE}MIDDLEWARE = ['own.Layer']\n"
    assert (
        seen(code, own="from corsheaders.middleware import CorsMiddleware as Layer") == []
    )
    assert seen(code, own="class Layer: pass") == ["Inactive"]


def test_one_of_several_settings_files_says_nothing_of_the_others() -> None:
    [policy] = policies(f"{BASE}MIDDLEWARE = ['{COMMON}']\n", "settings/base.py")
    assert policy.observations == ()


def test_idle_settings_are_no_policy() -> None:
    [policy] = policies(f"{BASE}MIDDLEWARE = ['{COMMON}']\n")
    assert policy.stray
    [idle] = policy.observations
    assert isinstance(idle, Inactive)
    assert "CorsMiddleware" in idle.consequence


PROGRAM = """
import json, sys
import django
from django.conf import settings

stack, redirect = json.loads(sys.argv[1])
settings.configure(
    SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF="__main__", MIDDLEWARE=stack,
    INSTALLED_APPS=["corsheaders"], CORS_ALLOWED_ORIGINS=["https://a.example"],
    SECURE_SSL_REDIRECT=redirect,
)
django.setup()
from django.http import HttpResponse
from django.test import Client
from django.urls import path

urlpatterns = [path("x/", lambda request: HttpResponse("ok"))]
client = Client(enforce_csrf_checks=True)
found = {}
for method, place in (("get", "/x/"), ("get", "/x"), ("post", "/x/"), ("options", "/x/")):
    headers = {"origin": "https://a.example", "access-control-request-method": "PUT"}
    answer = getattr(client, method)(place, headers=headers)
    found[f"{method} {place}"] = answer.headers.get("Access-Control-Allow-Origin")
print(json.dumps(found))
"""


def answers(
    tmp_path: Path, stack: list[str], redirect: bool = False
) -> dict[str, str | None]:
    """What a real Django sends in Allow-Origin."""
    file = tmp_path / "site.py"
    file.write_text(PROGRAM)
    command = [sys.executable, str(file), json.dumps([stack, redirect])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found: dict[str, str | None] = json.loads(done.stdout)
    return found


def test_real_answers(tmp_path: Path) -> None:
    """The layers that the reading names answer without the headers, and CSRF does not."""
    assert None not in answers(tmp_path, [CORS, SECURITY, COMMON, CSRF], True).values()
    assert set(answers(tmp_path, [SECURITY, CORS], True).values()) == {None}
    assert None not in answers(tmp_path, [SECURITY, CORS]).values()
    bare = [key for key, each in answers(tmp_path, [COMMON, CORS]).items() if each is None]
    assert bare == ["get /x"]
    assert answers(tmp_path, [CSRF, CORS])["post /x/"] == "https://a.example"
    assert set(answers(tmp_path, [COMMON]).values()) == {None}
