"""CSRF_TRUSTED_ORIGINS: what an entry lets pass, by the real middleware of Django."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from corslint.allow_origin import OriginPattern, parts_of
from corslint.extractors.django_csrf import extract, predict, trusts
from corslint.policy import Channel, Policy
from corslint.source import Workspace
from corslint.wire import Request

ENTRIES = [
    "https://*.vercel.app",
    "https://*",
    "*",
    "https://*.com",
    "https://*example.com",
    "https://a.*.com",
    "https://*.*",
    "http://*.localhost:3000",
    "https://*.example.com:8443",
    "https://a.example",
    "https://**.x.io",
    "https://*.X.io",
    "https://A.example",
]
ORIGINS = [
    "https://a.vercel.app",
    "https://vercel.app",
    "http://a.vercel.app",
    "https://evil.com",
    "https://example.com",
    "https://evilexample.com",
    "https://a.b.com",
    "http://a.localhost:3000",
    "https://a.example.com:8443",
    "https://a.example",
    "https://q.x.io",
    "null",
]
DJANGO = """
import json, sys
import django
from django.conf import settings
settings.configure(ALLOWED_HOSTS=["*"], CSRF_TRUSTED_ORIGINS=[])
django.setup()
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory, override_settings
entries, origins = json.load(sys.stdin)
found = []
for entry in entries:
    with override_settings(CSRF_TRUSTED_ORIGINS=[entry]):
        for origin in origins:
            request = RequestFactory().post("/", HTTP_ORIGIN=origin)
            found.append(CsrfViewMiddleware(lambda r: None)._origin_verified(request))
print(json.dumps(found))
"""


def test_as_django_does() -> None:
    asked = json.dumps([ENTRIES, ORIGINS])
    run = subprocess.run(
        [sys.executable, "-c", DJANGO],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    mine = [trusts(entry, origin) for entry in ENTRIES for origin in ORIGINS]
    assert mine == json.loads(run.stdout)
    assert any(mine)
    assert not all(mine)


def policies(code: str, path: str = "settings.py", **beside: str) -> list[Policy]:
    workspace = Workspace.of(
        {path: code, **{f"{name}.py": text for name, text in beside.items()}}
    )
    source = workspace.source(path)
    assert source is not None
    return list(extract.extract(source, workspace))


def patterns(policy: Policy) -> list[str]:
    return [
        part.text
        for part in parts_of(policy.allow_origin)
        if isinstance(part, OriginPattern)
    ]


@pytest.mark.parametrize("entry", ENTRIES)
def test_patterns_admit_what_django_does(entry: str) -> None:
    for policy in policies(f"CSRF_TRUSTED_ORIGINS = [{entry!r}]\n"):
        assert policy.channel is Channel.FORM
        for origin in ORIGINS:
            answer = predict(policy, Request(origin, "POST", form=True))
            assert (answer.status != 403) is trusts(entry, origin)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("CSRF_TRUSTED_ORIGINS = ['https://*.a.io']", [["https://*.a.io"]]),
        ("CSRF_TRUSTED_ORIGINS = ('https://b.io', 'https://*.a.io')", [["https://*.a.io"]]),
        (
            "CSRF_TRUSTED_ORIGINS = ['https://b.io']\nCSRF_TRUSTED_ORIGINS += ['https://*.a.io']",
            [["https://*.a.io"]],
        ),
        (
            "CSRF_TRUSTED_ORIGINS = []\nCSRF_TRUSTED_ORIGINS.append('https://*.a.io')",
            [["https://*.a.io"]],
        ),
        (
            "class Production:\n    CSRF_TRUSTED_ORIGINS = ['https://*.a.io']",
            [["https://*.a.io"]],
        ),
        (
            "if DEBUG:\n    CSRF_TRUSTED_ORIGINS = ['https://*.a.io']\n"
            "else:\n    CSRF_TRUSTED_ORIGINS = []",
            [["https://*.a.io"]],
        ),
        ("CSRF_TRUSTED_ORIGINS = ['https://a.io']", []),
        ("CSRF_TRUSTED_ORIGINS = 'https://*.a.io'", []),
        ("CSRF_TRUSTED_ORIGINS = env('TRUSTED')", []),
        ("CSRF_TRUSTED_ORIGINS = [None, 3, ['https://*.a.io']]", []),
        ("CSRF_TRUSTED_ORIGINS = ['https://[::1', '*', '']", []),
    ],
)
def test_spellings(code: str, found: list[list[str]]) -> None:
    assert [patterns(policy) for policy in policies(f"{code}\n")] == found


def test_a_branch_is_told() -> None:
    code = "CSRF_TRUSTED_ORIGINS = []\nif DEBUG:\n    CSRF_TRUSTED_ORIGINS = ['https://*.a.io']\n"
    [policy] = policies(code)
    assert policy.tests
    assert policy.development
