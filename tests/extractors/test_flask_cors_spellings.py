"""Every spelling of Flask-CORS: calls, decorators, configuration, resources."""

from __future__ import annotations

import pytest
from flask_tree import START, A, B, Tree, admits, app, entries, only, reason

from corslint.allow_origin import AnyOrigin, Sent, UnknownOrigins
from corslint.extractors.flask_cors import extract
from corslint.policy import Policy
from corslint.value import Known
from corslint.wire import ALLOW_ORIGIN, Certainty, Request

# Spellings


@pytest.mark.parametrize(
    "code",
    [
        f"from flask_cors import CORS as Cors\nCors(app, origins='{A}')",
        f"import flask_cors\nflask_cors.CORS(app, origins='{A}')",
        f"import flask_cors as fc\nfc.CORS(app, origins='{A}')",
        f"from flask.ext.cors import CORS\nCORS(app, origins='{A}')",
        f"from flask_cors import *\nCORS(app, origins='{A}')",
        f"from flask_cors.extension import CORS\nCORS(app=app, origins='{A}')",
        f"from flask_cors import CORS\ncors = CORS()\ncors.init_app(app, origins='{A}')",
        f"from flask_cors import CORS\ncors = CORS(origins='{A}')\ncors.init_app(app)",
        f"from flask_cors import CORS\ncors = CORS(origins='*')\ncors.init_app(app=app, origins='{A}')",
        f"from flask_cors import CORS\nCORS().init_app(app, origins='{A}')",
        f"from flask_cors import CORS\nopts = dict(origins='{A}')\nCORS(app, **opts)",
        f"from flask_cors import CORS\nopts = {{}}\nopts['origins'] = ['{A}']\nCORS(app, **opts)",
        f"from shared import cors\ncors.init_app(app, origins='{A}')",
        f"import shared\nshared.cors.init_app(app, origins='{A}')",
        f"from shared import CORS\nCORS(app, origins='{A}')",
        "from shared import LIST\nfrom flask_cors import CORS\nCORS(app, origins=LIST.split())",
        f"from flask_cors import CORS\ndef create():\n    app = Flask('x')\n    CORS(app, origins='{A}')\n    return app",
        f"from flask_cors import CORS\ndef add(app, origins):\n    CORS(app, origins=origins)\nadd(app, ['{A}'])",
        f"from flask_cors import CORS\nclass Web:\n    def __init__(self):\n        self.cors = CORS()\n        self.cors.init_app(app, origins='{A}')",
        f"from flask_cors import cross_origin\n@app.get('/')\n@cross_origin(origins='{A}')\ndef x(): pass",
        f"from flask_cors.decorator import cross_origin\n@app.get('/')\n@cross_origin('x', origins='{A}')\ndef x(): pass",
        f"from flask_cors import cross_origin\nclass V:\n    decorators = [cross_origin(origins='{A}')]",
        f"from flask_cors import cross_origin\nclass V:\n    @cross_origin(origins='{A}')\n    def get(self): pass",
        f"from flask_cors import cross_origin\ndef create():\n    app = Flask('x')\n    @app.get('/')\n    @cross_origin(origins='{A}')\n    def x(): pass\n    return app",
        f"from flask_cors import cross_origin\nallowed = ['{A}']\n@app.get('/')\n@cross_origin(origins=allowed)\ndef x(): pass",
    ],
)
def test_every_spelling_is_read(code: str) -> None:
    shared = f"from flask_cors import CORS\ncors = CORS()\nLIST = '{A}'\n"
    tree = Tree(f"from flask import Flask\napp = Flask('m')\n{code}\n", shared=shared)
    assert [admits(policy) for policy in tree.policies()] == [[A]]


@pytest.mark.parametrize(
    "code",
    [
        "from flask_cors import CORS\ncors = CORS()",
        "from flask_cors import CORS\ncors = CORS(None, origins='*')",
        "from sanic_cors import CORS\nCORS(app)",
        "from fastapi.middleware.cors import CORSMiddleware\napp.add_middleware(CORSMiddleware)",
        "from flask_cors import CORS\n# CORS(app)\n'CORS(app)'",
        "from other import *\nCORS(app)",
        "def CORS(app): pass\nCORS(app)",
        "from flask_cors import cross_origin",
        "class Config:\n    CORS_ORIGINS = '*'\n    name = 'flask_cors'",
    ],
)
def test_what_is_no_use_is_no_policy(code: str) -> None:
    assert Tree(f"from flask import Flask\napp = Flask('m')\n{code}\n").policies() == []


def test_options_of_another_file_are_pointed_at_there() -> None:
    tree = Tree(
        "from flask import Flask\nfrom ext import cors\napp = Flask('m')\ncors.init_app(app)\n",
        ext="from flask_cors import CORS\ncors = CORS(origins='*')\n",
    )
    (policy,) = tree.policies()
    assert policy.span == tree.span("cors.init_app(app)")
    assert policy.allow_origin == AnyOrigin(Sent.ECHO, tree.span("'*'", "ext.py"))


def test_a_blueprint() -> None:
    code = f"{START}api = Blueprint('api', __name__, url_prefix='/api')\nCORS(api, origins='{A}')\n"
    policy = only(code)
    assert (admits(policy), policy.scope) == ([A], ("/api/*",))
    assert only(f"{code}app.register_blueprint(api, url_prefix='/v2/')\n").scope == (
        "/v2/*",
    )


def test_a_blueprint_does_not_see_the_configuration() -> None:
    policy = only(
        f"{START}app.config['CORS_ORIGINS'] = '{A}'\napi = Blueprint('api', 'x')\nCORS(api)\n"
    )
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.allow_origin.implicit


# Decorators


def test_a_decorator_holds_for_its_routes() -> None:
    tree = Tree(
        f"{START}@app.route('/a')\n@app.route(rule='/b')\n@cross_origin()\ndef x():\n    pass\n"
    )
    (policy,) = tree.policies()
    assert policy.scope == ("/a", "/b")
    assert policy.span == policy.statement == tree.span("cross_origin()")
    assert policy.on_errors is Certainty.NO
    assert extract.answer(policy, Request(A, fails=True)).headers == ()


def test_a_decorated_function_without_a_known_route() -> None:
    assert only(f"{START}@cross_origin()\ndef show():\n    pass\n").scope == ("show()",)


def test_a_decorator_above_the_route_has_no_effect() -> None:
    policy = only(f"{START}@cross_origin()\n@app.route('/')\ndef x():\n    pass\n")
    assert "above the route" in reason(policy)
    assert policy.preflight is Certainty.NO
    assert extract.answer(policy, Request(A)).headers == ()


def test_options_left_to_flask() -> None:
    policy = only(
        f"{START}@app.route('/')\n@cross_origin(automatic_options=False)\ndef x():\n    pass\n"
    )
    assert policy.preflight is Certainty.NO
    preflight = Request(A, "OPTIONS", asks_method="PUT")
    assert extract.answer(policy, preflight).headers == ()
    assert extract.answer(policy, Request(A)).value(ALLOW_ORIGIN) == A


# app.config


@pytest.mark.parametrize(
    "fill",
    [
        "app.config['CORS_ORIGINS'] = ['{}']",
        "app.config.update(CORS_ORIGINS=['{}'])",
        "app.config.update({{'CORS_ORIGINS': ['{}']}})",
        "app.config.update({{'OTHER': 1}}, CORS_ORIGINS='{}')",
        "app.config.from_mapping(CORS_ORIGINS='{}')",
        "app.config.setdefault('CORS_ORIGINS', '{}')",
        "class C:\n    CORS_ORIGINS = ['{}']\napp.config.from_object(C)",
        "class B:\n    CORS_ORIGINS = ['{}']\nclass C(B):\n    DEBUG = 1\napp.config.from_object(C)",
        "class C:\n    CORS_ORIGINS = ['{}']\napp.config.from_object(C())",
        "CORS_ORIGINS = '{}'\napp.config.from_object(__name__)",
        "app.config['CORS_ORIGINS'] = '*'\napp.config['CORS_ORIGINS'] = '{}'",
        "class C:\n    CORS_ORIGINS = '*'\napp.config.from_object(C)\napp.config['CORS_ORIGINS'] = '{}'",
        "app.config['CORS_ORIGINS'] = '*'\nclass C:\n    CORS_ORIGINS = '{}'\napp.config.from_object(C)",
        "config = app.config\nconfig['CORS_ORIGINS'] = '{}'",
    ],
)
def test_the_configuration_is_read(fill: str) -> None:
    policy = only(f"{START}{fill.format(A)}\nCORS(app)\n")
    assert admits(policy) == [A]
    assert entries(policy)[0].span == policy.span


@pytest.mark.parametrize(
    "argument", ["settings.Live", "'settings.Live'", "settings", "'settings'"]
)
def test_configuration_of_another_file(argument: str) -> None:
    tree = Tree(
        f"{START}import settings\napp.config.from_object({argument})\nCORS(app)\n",
        settings=f"CORS_ORIGINS = '{A}'\nclass Base:\n    CORS_ORIGINS = '{A}'\nclass Live(Base):\n    pass\n",
    )
    (policy,) = tree.policies()
    (entry,) = entries(policy)
    assert (entry.text, entry.span) == (A, tree.span("CORS(app)"))
    line, written = entry.via
    assert line.line == tree.span("import settings").line + 1
    assert written.path == "settings.py"


def test_a_line_of_configuration_stands_behind_its_call() -> None:
    tree = Tree(f"{START}app.config['CORS_ORIGINS'] = '*'\nCORS(app)\n")
    (policy,) = tree.policies()
    assert policy.allow_origin == AnyOrigin(
        Sent.ECHO, tree.span("CORS(app)"), (tree.span("'*'"),)
    )


@pytest.mark.parametrize(
    "code",
    [
        f"CORS(app)\napp.config['CORS_ORIGINS'] = '{A}'",
        "app.config['CORS_ORIGINS'] = None\nCORS(app)",
        f"class Unused:\n    CORS_ORIGINS = '{A}'\nCORS(app)",
        f"def elsewhere(other):\n    other['CORS_ORIGINS'] = '{A}'\nCORS(app)",
        f"two = Flask('two')\nCORS(two, origins='{A}')\ntwo.config['CORS_ORIGINS'] = '{A}'\nCORS(app)",
    ],
)
def test_configuration_that_does_not_count(code: str) -> None:
    policy = Tree(f"{START}{code}\n").policies()[-1]
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.allow_origin.implicit


def test_the_decorator_reads_the_configuration_when_asked() -> None:
    policy = only(
        f"{START}@app.get('/')\n@cross_origin()\ndef x(): pass\napp.config['CORS_ORIGINS'] = '{A}'\n"
    )
    assert admits(policy) == [A]


@pytest.mark.parametrize(
    "value",
    ["app.config['MINE']", "app.config.get('MINE')", "app.config.get('NONE', LIST)"],
)
def test_origins_taken_from_the_configuration_by_hand(value: str) -> None:
    code = f"LIST = ['{A}']\nclass C:\n    MINE = LIST\napp.config.from_object(C)\n"
    assert admits(only(f"{START}{code}CORS(app, origins={value})\n")) == [A]


def test_the_configuration_of_an_unknown_application_is_unknown() -> None:
    policy = only(
        f"{START}def add(app):\n    CORS(app, origins=app.config.get('ORIGINS', '*'))\n"
    )
    assert isinstance(policy.allow_origin, UnknownOrigins)


def test_a_configuration_that_cannot_be_read_may_hold_the_origins() -> None:
    code = (
        f"{START}from settings import choose\napp.config.from_object(choose())\nCORS(app)\n"
    )
    policy = only(code, settings=f"class A:\n    CORS_ORIGINS = '{A}'\n")
    assert reason(policy) == "`CORS_ORIGINS` may come from settings.py"
    # One that nobody imports, or that says nothing about origins, changes nothing.
    assert isinstance(only(code, settings="DEBUG = 1\n").allow_origin, AnyOrigin)


@pytest.mark.parametrize(
    ("config", "constructor", "call", "resource"),
    [
        (A, None, None, None),
        ("*", A, None, None),
        ("*", "*", A, None),
        ("*", "*", "*", A),
        ("*", None, None, A),
    ],
)
def test_precedence(
    config: str, constructor: str | None, call: str | None, resource: str | None
) -> None:
    def given(value: str | None) -> str:
        return f"origins='{value}', " if value else ""

    own = f"{{'origins': '{resource}'}}" if resource else "{}"
    policy = only(
        f"{START}app.config['CORS_ORIGINS'] = '{config}'\ncors = CORS({given(constructor)})\n"
        f"cors.init_app(app, {given(call)}resources={{'/api/*': {own}}})\n"
    )
    assert (admits(policy), policy.scope) == ([A], ("/api/*",))


# Resources


def test_resources_are_policies_of_their_own() -> None:
    tree = Tree(
        f"""{START}
CORS(
    app,
    supports_credentials=True,
    resources={{
        r"/open/*": {{"origins": "*", "supports_credentials": False}},
        r"/api/v1/*": {{"origins": ["{A}", "{B}"]}},
        "/login": {{}},
    }},
)
"""
    )
    login, api, public = tree.policies()
    assert [each.scope for each in (login, api, public)] == [
        ("/login",),
        ("/api/v1/*",),
        ("/open/*",),
    ]
    assert login.allow_origin == AnyOrigin(Sent.ECHO, login.span, implicit=True)
    assert admits(api) == [A, B]
    assert public.allow_origin == AnyOrigin(Sent.ECHO, tree.span('"*"'))
    assert public.allow_credentials == Known(None, tree.span("False"))
    assert (
        login.allow_credentials == api.allow_credentials == Known("true", tree.span("True"))
    )
    assert {each.span for each in (login, api, public)} == {login.span}


def test_a_resource_answers_on_its_paths_and_not_where_a_better_one_does() -> None:
    narrow, wide = Tree(
        f"{START}CORS(app, resources={{'/*': {{'origins': '{B}'}}, '/api/*': {{'origins': '{A}'}}}})\n"
    ).policies()

    def sent(policy: Policy, route: str) -> str | None:
        origin = admits(policy)[0]
        return extract.answer(policy, Request(origin, route=route)).value(ALLOW_ORIGIN)

    assert (sent(narrow, "/api/x"), sent(wide, "/api/x")) == (A, None)
    assert (sent(narrow, "/other"), sent(wide, "/other")) == (None, B)
    assert sent(narrow, "/%61pi") == A
    # "/" stands for any path where the policy holds.
    assert (sent(narrow, "/"), sent(wide, "/")) == (A, B)


@pytest.mark.parametrize(
    ("resources", "scope"),
    [
        ("r'/api/*'", ("/api/*",)),
        ("['/a', '/b/*']", ("/a", "/b/*")),
        ("[re.compile('/a')]", ("/a",)),
        ("'*'", (".*",)),
    ],
)
def test_resources_without_options(resources: str, scope: tuple[str, ...]) -> None:
    for policy in (
        app(f"CORS(app, resources={resources}, origins='{A}')"),
        app(f"app.config['CORS_RESOURCES'] = {resources}; CORS(app, origins='{A}')"),
    ):
        assert (policy.scope, admits(policy)) == (scope, [A])


def test_origins_of_a_resource_that_come_from_elsewhere() -> None:
    tree = Tree(
        f"{START}LIST = ['{A}']\nCORS(app, resources={{'/api/*': {{'origins': LIST}}}})\n"
    )
    (entry,) = entries(tree.policies()[0])
    assert entry.span == tree.span("'origins'")
    assert entry.via[-1] == tree.span(f"'{A}'")


@pytest.mark.parametrize(
    "resources",
    ["unknown", "{'/api/*': unknown}", "{**unknown}", "{unknown: {'origins': '*'}}"],
)
def test_resources_that_cannot_be_read(resources: str) -> None:
    policy = only(
        f"{START}from x import unknown\nCORS(app, origins='{A}', resources={resources})\n"
    )
    assert isinstance(policy.allow_origin, UnknownOrigins)


@pytest.mark.parametrize("resources", ["{}", "[]"])
def test_no_resources_at_all(resources: str) -> None:
    policy = app(f"CORS(app, resources={resources})")
    assert entries(policy) == ()
    assert extract.answer(policy, Request(A)).headers == ()
