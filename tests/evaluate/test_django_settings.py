"""``django.conf.settings`` where a project says which module that is."""

from __future__ import annotations

import pytest

from corslint.allow_origin import AnyOrigin, UnknownOrigins
from corslint.extractors.response_headers import extract
from corslint.policy import Policy
from corslint.source import Workspace

START = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "{module}")\n'
READ = """\
from django.conf import settings

def middleware(get_response):
    def handle(request):
        response = get_response(request)
        response["Access-Control-Allow-Origin"] = {value}
        return response
    return handle
"""
PROJECT = {
    "manage.py": START.format(module="site.settings"),
    "site/wsgi.py": START.format(module="site.settings"),
    "site/settings.py": "WHO = '*'\n",
    "site/settings/test.py": "WHO = '*'\n",
}


def policy(files: dict[str, str], value: str) -> Policy:
    path = "site/api/middleware.py"
    workspace = Workspace.of(files | {path: READ.format(value=value)})
    source = workspace.source(path)
    assert source is not None
    [found] = extract.extract(source, workspace)
    return found


@pytest.mark.parametrize(
    "value", ["settings.WHO", "getattr(settings, 'WHO')", "getattr(settings, 'NOT', '*')"]
)
def test_the_module_that_the_project_starts_with(value: str) -> None:
    assert isinstance(policy(PROJECT, value).allow_origin, AnyOrigin)


OTHER = {
    "no project": {"site/settings.py": "WHO = '*'\n"},
    "a server with other settings": PROJECT
    | {"site/asgi.py": START.format(module="site.production")},
    "settings for the tests": PROJECT
    | {
        "manage.py": START.format(module="site.settings.test"),
        "site/wsgi.py": START.format(module="site.settings.test"),
    },
}


@pytest.mark.parametrize("files", OTHER.values(), ids=OTHER)
def test_a_module_that_may_be_another(files: dict[str, str]) -> None:
    assert isinstance(policy(files, "settings.WHO").allow_origin, UnknownOrigins)


def test_a_setting_that_django_itself_has() -> None:
    found = policy(PROJECT, "getattr(settings, 'ALLOWED_HOSTS', '*')")
    assert isinstance(found.allow_origin, UnknownOrigins)
