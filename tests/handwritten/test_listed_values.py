"""A list as the value of a header: what Flask and Django make of it, asked of them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpResponse
from flask import Flask, make_response
from probing import policies

from corslint.value import Known, Value

NAMES = ["X-A", "X-B"]
ORIGIN = "'Access-Control-Allow-Origin': '*'"
LIST = f"'Access-Control-Allow-Headers': {NAMES}"


def flask_item() -> list[str]:
    with Flask("x").test_request_context():
        response = make_response("")
        response.headers["Access-Control-Allow-Headers"] = NAMES
        return response.headers.getlist("Access-Control-Allow-Headers")


def flask_dict() -> list[str]:
    with Flask("x").test_request_context():
        response = make_response("", 200, {"Access-Control-Allow-Headers": NAMES})
        return response.headers.getlist("Access-Control-Allow-Headers")


def django_item() -> list[str]:
    if not settings.configured:
        settings.configure()
    response = HttpResponse()
    response["Access-Control-Allow-Headers"] = NAMES
    return [response["Access-Control-Allow-Headers"]]


def django_dict() -> list[str]:
    if not settings.configured:
        settings.configure()
    response = HttpResponse(headers={"Access-Control-Allow-Headers": NAMES})
    return [response["Access-Control-Allow-Headers"]]


PROGRAMS = {
    "Flask, one header": (
        flask_item,
        "from flask import make_response\ndef f():\n    r = make_response('')\n"
        "    r.headers['Access-Control-Allow-Origin'] = '*'\n"
        f"    r.headers['Access-Control-Allow-Headers'] = {NAMES}\n    return r\n",
    ),
    "Flask, a dict": (
        flask_dict,
        "from flask import make_response\n"
        f"def f(): return make_response('', 200, {{{ORIGIN}, {LIST}}})\n",
    ),
    "Django, one header": (
        django_item,
        "from django.http import HttpResponse\ndef f(request):\n    r = HttpResponse()\n"
        "    r['Access-Control-Allow-Origin'] = '*'\n"
        f"    r['Access-Control-Allow-Headers'] = {NAMES}\n    return r\n",
    ),
    "Django, a dict": (
        django_dict,
        "from django.http import HttpResponse\n"
        f"def f(request): return HttpResponse(headers={{{ORIGIN}, {LIST}}})\n",
    ),
}


def allowed(code: str) -> Value[str | None]:
    [policy] = policies(code)
    return policy.allow_headers


@pytest.mark.parametrize("name", PROGRAMS)
def test_list_goes_out_as_the_framework_has_it(name: str) -> None:
    live, code = PROGRAMS[name]
    found = allowed(code)
    assert isinstance(found, Known)
    assert found.value == ", ".join(live())  # as browsers read several lines


UNKNOWN = {
    "a dict that somebody takes": f"def f(): return '', 200, {{{ORIGIN}, {LIST}}}\n",
    "headers that somebody gives": (
        "def f(headers):\n    headers['Access-Control-Allow-Origin'] = '*'\n"
        f"    headers['Access-Control-Allow-Headers'] = {NAMES}\n"
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_list_in_headers_of_nobody_knows_what_is_not_known(name: str) -> None:
    assert not isinstance(allowed(UNKNOWN[name]), Known)
