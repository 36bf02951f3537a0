"""Registrations of Starlette's CORS middleware: every form, and where its parts stand."""

from __future__ import annotations

import pytest
from starlette_reading import HOST, IMPORT, cut, one, policies, texts

from corslint.allow_origin import AnyOrigin, OriginList, OriginUnion, Sent, UnknownOrigins
from corslint.extractors.starlette import predict
from corslint.observation import MixedWildcard
from corslint.value import Unknown, possible
from corslint.wire import Request

FORMS = {
    "method": "from fastapi.middleware.cors import CORSMiddleware\n"
    "app.add_middleware(CORSMiddleware, allow_origins=['https://app.example.com'])",
    "method with a named class": "from fastapi.middleware.cors import CORSMiddleware\n"
    "app.add_middleware(middleware_class=CORSMiddleware, "
    "allow_origins=['https://app.example.com'])",
    "by position": "from starlette.middleware.cors import CORSMiddleware\n"
    "app.add_middleware(CORSMiddleware, ['https://app.example.com'])",
    "of an imported application": "from web import app\n"
    "from starlette.middleware.cors import CORSMiddleware\n"
    "app.add_middleware(CORSMiddleware, allow_origins=['https://app.example.com'])",
    "list": "from starlette.applications import Starlette\n"
    "from starlette.middleware import Middleware\n"
    "from starlette.middleware.cors import CORSMiddleware\n"
    "app = Starlette(middleware=[\n"
    "    Middleware(CORSMiddleware, allow_origins=['https://app.example.com'])\n"
    "])",
    "list of its own": "from fastapi import FastAPI\n"
    "from fastapi.middleware import Middleware as M\n"
    "from fastapi.middleware.cors import CORSMiddleware as C\n"
    "middleware = [M(C, allow_origins=['https://app.example.com'])]\n"
    "app = FastAPI(middleware=middleware)",
    "named class in a list": "from starlette.middleware import Middleware\n"
    "from starlette.middleware.cors import CORSMiddleware\n"
    "chain = [Middleware(cls=CORSMiddleware, allow_origins=['https://app.example.com'])]",
    "wrapping": "from starlette.middleware.cors import CORSMiddleware\n"
    "app = CORSMiddleware(app, allow_origins=['https://app.example.com'])",
    "wrapping by name": "from starlette.middleware.cors import CORSMiddleware\n"
    "app = CORSMiddleware(app=app, allow_origins=['https://app.example.com'])",
    "wrapping by position": "from starlette.middleware.cors import CORSMiddleware\n"
    "app = CORSMiddleware(app, ['https://app.example.com'])",
    "module": "from starlette.middleware import cors\n"
    "app.add_middleware(cors.CORSMiddleware, allow_origins=['https://app.example.com'])",
    "whole path": "import starlette.middleware.cors\n"
    "app = starlette.middleware.cors.CORSMiddleware(\n"
    "    app, allow_origins=['https://app.example.com'])",
    "renamed module": "import fastapi.middleware.cors as c\n"
    "app.add_middleware(c.CORSMiddleware, allow_origins=['https://app.example.com'])",
    "assigned name": "from fastapi.middleware.cors import CORSMiddleware\n"
    "Cors = CORSMiddleware\n"
    "app.add_middleware(Cors, allow_origins=['https://app.example.com'])",
    "function": "from fastapi.middleware.cors import CORSMiddleware as CM\n"
    "def create():\n"
    "    app.add_middleware(CM, allow_origins=['https://app.example.com'])",
    "method of a class": "from fastapi.middleware.cors import CORSMiddleware\n"
    "class Server:\n"
    "    def __init__(self, app):\n"
    "        self.app = app\n"
    "        self.app.add_middleware(\n"
    "            CORSMiddleware, allow_origins=['https://app.example.com'])",
    "spread literal": "from fastapi.middleware.cors import CORSMiddleware\n"
    "app.add_middleware(CORSMiddleware, **{'allow_origins': ['https://app.example.com']})",
    "spread name": "from fastapi.middleware.cors import CORSMiddleware\n"
    "options = dict(max_age=5)\n"
    "options['allow_origins'] = ['https://app.example.com']\n"
    "app.add_middleware(CORSMiddleware, **options)",
    "subclass that changes nothing": "from fastapi.middleware.cors import CORSMiddleware\n"
    "class Cors(CORSMiddleware):\n"
    "    '''A name of our own.'''\n"
    "app.add_middleware(Cors, allow_origins=['https://app.example.com'])",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_registration_is_read(form: str) -> None:
    policy = one(FORMS[form])
    assert policy.library == "starlette"
    assert texts(policy) == [HOST]
    assert predict(policy, Request(HOST)).value("Access-Control-Allow-Origin") == HOST
    assert policy.observations == ()


def test_either_of_two_imports_is_the_same_class() -> None:
    found = policies(
        "try:\n"
        "    from fastapi.middleware.cors import CORSMiddleware\n"
        "except ImportError:\n"
        "    from starlette.middleware.cors import CORSMiddleware\n"
        "app.add_middleware(CORSMiddleware, allow_origins=['https://app.example.com'])"
    )
    assert [texts(each) for each in found] == [[HOST]] * len(found)
    assert found


@pytest.mark.parametrize("use", ["method", "wrapping"])
def test_a_class_that_the_tree_passes_on_is_known(use: str) -> None:
    calls = {
        "method": "app.add_middleware(CORSMiddleware, allow_origins=['*'])\n",
        "wrapping": "app = CORSMiddleware(app, allow_origins=['*'])\n",
    }
    files = {
        "main.py": f"from web.cors import CORSMiddleware\n{calls[use]}",
        "web/__init__.py": "",
        "web/cors.py": IMPORT,
    }
    assert isinstance(one(files).allow_origin, AnyOrigin)


def test_a_partial_may_get_more_arguments_later() -> None:
    policy = one(
        "from functools import partial\n"
        f"{IMPORT}cors = partial(CORSMiddleware, allow_origins=['https://app.example.com'])"
    )
    assert isinstance(policy.allow_origin, OriginUnion)
    known, more = policy.allow_origin.parts
    assert isinstance(known, OriginList)
    assert isinstance(more, UnknownOrigins)
    assert isinstance(policy.allow_credentials, Unknown)


@pytest.mark.parametrize(
    "code",
    [
        IMPORT,
        f"{IMPORT}__all__ = ['CORSMiddleware']\nMIDDLEWARE = [CORSMiddleware]\n",
        f"{IMPORT}assert isinstance(app, CORSMiddleware)\n",
        f"{IMPORT}found = any(each.cls is CORSMiddleware for each in app.user_middleware)\n",
        f"{IMPORT}# app.add_middleware(CORSMiddleware, allow_origins=['*'])\n",
        "from falcon import CORSMiddleware\nCORSMiddleware(allow_origins='*')\n",
        "from litestar.middleware.cors import CORSMiddleware\nCORSMiddleware(app, config)\n",
        "class CORSMiddleware:\n    pass\napp.add_middleware(CORSMiddleware)\n",
        "from fastapi.middleware.gzip import G\napp.add_middleware(G)  # no CORSMiddleware\n",
    ],
)
def test_what_configures_nothing_is_no_policy(code: str) -> None:
    assert policies(code) == []


def test_a_helper_of_another_module_is_followed_with_its_arguments() -> None:
    files = {
        "main.py": "from web import setup_cors\nsetup_cors(app, ['https://app.example.com'])\n",
        "web.py": f"{IMPORT}def setup_cors(app, origins):\n"
        "    app.add_middleware(CORSMiddleware, allow_origins=origins)\n",
    }
    policy = one(files)
    assert policy.span.path == "web.py"
    assert texts(policy) == [HOST]


def test_a_subclass_that_decides_by_itself_is_not_judged() -> None:
    policy = one(
        f"{IMPORT}class Local(CORSMiddleware):\n"
        "    def is_allowed_origin(self, origin):\n"
        "        return origin.startswith('http://localhost')\n"
        "app.add_middleware(Local, allow_origins=['*'], odd=1)\n"
    )
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert policy.allow_origin.reason == "`Local` has its own `is_allowed_origin`"
    assert policy.observations == ()
    assert predict(policy, Request(HOST)).doubts


# Places

PLACES = {
    "main.py": (
        "from fastapi.middleware.cors import CORSMiddleware\n"
        "from settings import ORIGINS\n"
        "app.add_middleware(\n"
        "    CORSMiddleware,\n"
        "    allow_origins=ORIGINS,\n"
        "    allow_credentials=True,\n"
        ")\n"
    ),
    "settings.py": ('import os\nORIGINS = os.getenv("CORS_ORIGINS", "*").split(",")\n'),
}


def test_the_policy_stands_at_the_call() -> None:
    policy = one(PLACES)
    assert cut(PLACES, policy.span).startswith("app.add_middleware(")
    assert policy.statement == policy.span
    assert cut(PLACES, policy.allow_credentials.span) == "True"


def test_a_value_from_elsewhere_is_pointed_at_where_it_is_used() -> None:
    origins = one(PLACES).allow_origin
    assert isinstance(origins, AnyOrigin)
    assert cut(PLACES, origins.span) == "ORIGINS"
    assert [cut(PLACES, place) for place in origins.via] == ['"*"']
    assert origins.variable == "CORS_ORIGINS"
    assert origins.sent is Sent.ECHO


def test_a_literal_is_pointed_at_itself() -> None:
    code = (
        f'{IMPORT}app.add_middleware(CORSMiddleware, allow_origins=["https://a.io", "*"])'
    )
    policy = one(code)
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert cut({"main.py": code}, policy.allow_origin.span) == '"*"'
    assert policy.allow_origin.via == ()
    [mixed] = policy.observations
    assert isinstance(mixed, MixedWildcard)
    assert cut({"main.py": code}, mixed.span) == '"*"'
    assert [cut({"main.py": code}, span) for span in mixed.others] == ['"https://a.io"']


def test_options_spread_from_another_file_are_used_at_the_call() -> None:
    files = {
        "main.py": f"{IMPORT}from settings import CORS\n"
        "app.add_middleware(CORSMiddleware, **CORS)\n",
        "settings.py": "CORS = {'allow_origins': ['*']}\n",
    }
    origins = one(files).allow_origin
    assert isinstance(origins, AnyOrigin)
    assert cut(files, origins.span) == "app.add_middleware(CORSMiddleware, **CORS)"
    assert [cut(files, place) for place in origins.via] == ["'*'"]


def test_branches_that_belong_together_stay_together() -> None:
    found = policies(
        f"import os\n{IMPORT}"
        "if os.getenv('DEBUG'):\n"
        "    origins, credentials = ['*'], False\n"
        "else:\n"
        "    origins, credentials = ['https://app.example.com'], True\n"
        "app.add_middleware(\n"
        "    CORSMiddleware, allow_origins=origins, allow_credentials=credentials)\n"
    )
    shown = {
        (
            type(each.allow_origin),
            next(possible(each.allow_credentials)),
            each.development,
        )
        for each in found
    }
    assert shown == {(AnyOrigin, None, True), (OriginList, "true", False)}
    assert all(each.tests for each in found)
