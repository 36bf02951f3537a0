"""What is wrong with a use of Flask-CORS, what to write instead, and hostile code."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest
from flask_tree import START, A, B, Tree, app, only, reason

from corslint.allow_origin import AnyOrigin, OriginList, OriginPattern, UnknownOrigins
from corslint.extractors.flask_cors import extract
from corslint.libraries.flask_cors.model import predict
from corslint.libraries.flask_cors.site import Site
from corslint.observation import (
    DeprecatedOption,
    Effect,
    LostInheritance,
    MixedWildcard,
    Observation,
    UnknownOption,
    WrongType,
)
from corslint.wire import ALLOW_ORIGIN, FOREIGN_ORIGIN, Request

# What is wrong with it


def told(seen: Observation) -> tuple[type[Observation], str, Effect]:
    match seen:
        case (
            UnknownOption(name=name, effect=effect)
            | DeprecatedOption(name=name, effect=effect)
        ):
            return type(seen), name, effect
        case WrongType(option=option, effect=effect):
            return type(seen), option, effect
        case MixedWildcard() | LostInheritance():
            return type(seen), "", Effect.WORKS


OPENS, IGNORED = Effect.OPENS, Effect.IGNORED
CLOSES, CRASHES = Effect.CLOSES, Effect.CRASHES


@pytest.mark.parametrize(
    ("call", "kind", "name", "effect"),
    [
        (f"CORS(app, origin='{A}')", UnknownOption, "origin", OPENS),
        (f"CORS(app, allow_origins=['{A}'])", UnknownOption, "allow_origins", OPENS),
        ("CORS(app, origin='*')", UnknownOption, "origin", IGNORED),
        (
            f"CORS(app, resource={{'/a': {{'origins': '{A}'}}}})",
            UnknownOption,
            "resource",
            OPENS,
        ),
        (f"CORS(app, origins='{A}', origin='{B}')", UnknownOption, "origin", IGNORED),
        (f"CORS(app, origins='{A}', headers='x')", UnknownOption, "headers", IGNORED),
        (
            f"CORS(app, origins='{A}', allow_credentials=True)",
            UnknownOption,
            "allow_credentials",
            IGNORED,
        ),
        (
            f"CORS(app, resources={{'/a': {{'origin': '{A}'}}}})",
            UnknownOption,
            "origin",
            OPENS,
        ),
        (
            f"app.config['CORS_ALLOW_ORIGIN'] = '{A}'; CORS(app)",
            UnknownOption,
            "CORS_ALLOW_ORIGIN",
            OPENS,
        ),
        (f"CORS(app, ['{A}'])", UnknownOption, "[...]", CRASHES),
        (f"CORS(app, '{A}')", UnknownOption, f"'{A}'", CRASHES),
        (f"CORS(app, origins='{A},{B}')", WrongType, "origins", CLOSES),
        (f"CORS(app, origins='{A} {B}')", WrongType, "origins", CLOSES),
        (
            f"app.config['CORS_ORIGINS'] = '{A},{B}'; CORS(app)",
            WrongType,
            "origins",
            CLOSES,
        ),
        ("CORS(app, origins=True)", WrongType, "origins", CLOSES),
        (f"CORS(app, origins=(each for each in ['{A}']))", WrongType, "origins", CLOSES),
        (f"CORS(app, origins=map(str.strip, ['{A}']))", WrongType, "origins", CLOSES),
        (f"""CORS(app, origins='["{A}", "{B}"]')""", WrongType, "origins", OPENS),
        ("CORS(app, origins='[\"*\"]')", WrongType, "origins", CLOSES),
        ("CORS(app, origins=['https://(a'])", WrongType, "origins", CRASHES),
        ("CORS(app, allow_headers='[')", WrongType, "allow_headers", CRASHES),
        (
            f"CORS(app, origins='{A}', supports_credentials='false')",
            WrongType,
            "supports_credentials",
            OPENS,
        ),
        (f"CORS(app, origins='{A}', vary_header='0')", WrongType, "vary_header", IGNORED),
        (f"CORS(app, origins='{A}', methods='*')", WrongType, "methods", CLOSES),
        (
            f"CORS(app, origins='{A}', allow_headers='X-A, X-B')",
            WrongType,
            "allow_headers",
            CLOSES,
        ),
        (f"CORS(app, origins=['{A}', '*'])", MixedWildcard, "", Effect.WORKS),
    ],
)
def test_observations(
    call: str, kind: type[Observation], name: str, effect: Effect
) -> None:
    assert [told(seen) for seen in app(call).observations] == [(kind, name, effect)]


@pytest.mark.parametrize(
    "call",
    [
        f"CORS(app, origins=['{A}', '{B}'], methods=['GET'], allow_headers=['X-A'])",
        "CORS(app, origins=None)",
        r"CORS(app, origins=r'https://(a|b){1,2}\.example$')",
        r"CORS(app, origins=r'(https://a\.|http://b\.)example$')",
        "CORS(app, origins=['*', '*'])",
        "CORS(app, origins=os.getenv('X', '').split(','))",
        f"app.config['CORS_ALLOWED'] = 1; CORS(app, origins='{A}')",
        f"app.config['CORS_ORIGIN'] = '{A}'; CORS(app, origins=app.config['CORS_ORIGIN'])",
        "CORS(app, supports_credentials='true', always_send=1)",
    ],
)
def test_nothing_to_observe(call: str) -> None:
    assert app(call).observations == ()


@pytest.mark.parametrize(
    ("call", "effect"),
    [
        (f"@cross_origin(['{A}'])", Effect.OPENS),
        (f"@cross_origin('{A}')", Effect.OPENS),
        (f"@cross_origin('{A}', origins='{A}')", Effect.IGNORED),
    ],
)
def test_arguments_that_the_decorator_loses(call: str, effect: Effect) -> None:
    policy = only(f"{START}@app.get('/')\n{call}\ndef x():\n    pass\n")
    (seen,) = policy.observations
    assert isinstance(seen, UnknownOption)
    assert seen.effect is effect
    assert predict(policy, Request(FOREIGN_ORIGIN)).lines(ALLOW_ORIGIN) == (
        [FOREIGN_ORIGIN] if effect is Effect.OPENS else []
    )


def test_an_unknown_name_is_pointed_at_with_the_right_one() -> None:
    tree = Tree(f"{START}CORS(app, allow_origin='{A}')\n")
    (seen,) = tree.policies()[0].observations
    assert isinstance(seen, UnknownOption)
    assert (seen.span, seen.suggestion) == (tree.span(f"allow_origin='{A}'"), "origins")


def test_a_mixture_is_pointed_at_with_its_names() -> None:
    tree = Tree(f"{START}CORS(app, origins=['{A}', '*'])\n")
    (seen,) = tree.policies()[0].observations
    assert isinstance(seen, MixedWildcard)
    assert (seen.span, seen.others) == (tree.span("'*'"), (tree.span(f"'{A}'"),))


def test_the_text_of_a_list_lets_strangers_in() -> None:
    policy = app(f"""CORS(app, origins='["{A}"]')""")
    (seen,) = policy.observations
    assert isinstance(seen, WrongType)
    assert seen.admits == FOREIGN_ORIGIN
    assert predict(policy, Request(seen.admits)).value(ALLOW_ORIGIN) == seen.admits


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("CORS(app, send_wildcard=True, supports_credentials=True)", "ValueError"),
        ("CORS(app, send_wildcard='false', supports_credentials='false')", "ValueError"),
        (f"CORS(app, origins='(', resources={{'/a': {{'origins': '{A}'}}}})", "ValueError"),
        (f"CORS(app, origins='{A}', resources={{'/a': {{'origins': '('}}}})", "ValueError"),
        ("CORS(app, resources='/(')", "ValueError"),
        ("CORS(app, resources=None)", "ValueError"),
        ("CORS(app, resources={'/a': None})", "TypeError"),
        ("CORS(app, methods=['GET', 1])", "TypeError"),
        (f"CORS(app, '{A}')", "TypeError"),
    ],
)
def test_what_does_not_start(call: str, error: str) -> None:
    policy = app(call)
    assert f"raises {error} at start" in reason(policy)
    assert isinstance(policy.settings, Site)
    assert policy.settings.refused == reason(policy)
    answer = extract.answer(policy, Request(A))
    assert (answer.headers, answer.doubts) == ((), (reason(policy),))


def test_a_decorator_that_raises_answers_with_an_error() -> None:
    policy = only(
        f"{START}@app.get('/')\n@cross_origin(send_wildcard=True, supports_credentials=True)\n"
        "def x():\n    pass\n"
    )
    assert "on every request" in reason(policy)
    assert extract.answer(policy, Request(A)).status == 500


# What to write instead


@pytest.mark.parametrize(
    "code",
    [
        "CORS(app)",
        f"CORS(app, origins='{A},{B}', supports_credentials=True)",
        f"CORS(app, resources={{'/api/*': {{'origins': ['{A}/']}}}})",
        "api = Blueprint('api', 'api')\nCORS(api)",
        "@app.get('/')\n@cross_origin()\ndef x(): pass",
        "CORS(app, origins=['null', '\"`'])",
    ],
)
def test_the_remedy_is_code_that_names_origins(code: str) -> None:
    remedy = app(code).remedy
    assert remedy is not None
    (snippet,) = re.findall(r"`([^`]+)`", remedy)
    call = ast.parse(snippet.removeprefix("@")).body[0]
    assert isinstance(call, ast.Expr)
    instead = app(f"blueprint = Blueprint('b', 'b')\n{ast.unparse(call)}")
    assert instead.observations == ()
    listed = instead.allow_origin
    assert isinstance(listed, OriginList)
    assert all(entry.admits for entry in listed.entries)


# Bounds


HOSTILE = {
    "a list in itself": "l = []\nl.append(l)\nCORS(app, origins=l, methods=l, resources=l)",
    "a dict in itself": "d = {}\nd['/x'] = d\nCORS(app, origins=d, resources=d)",
    "nested over and over": "l = ['*']\n"
    + "l = [l, l, l, l, l, l, l, l]\n" * 12
    + "CORS(app, origins=l)",
    "slow pattern": "CORS(app, origins=[r'(a+)+$', r'https://(.*)*$'])",
    "deep pattern": f"CORS(app, origins='{'(' * 900}${')' * 900}')",
    "long pattern": f"CORS(app, origins='[{'a' * 100_000}]')",
    "huge numbers": f"CORS(app, origins={'9' * 4_000}, max_age={'9' * 4_000}, methods=[{'9' * 4_000}])",
    "odd texts": r"CORS(app, origins=['\ud800', '\x00', b'\xff', ''], methods=b'a')",
    "spreads": "CORS(*[app, ['x']], **{'origins': 1}, **{2: 3})",
    "functions": "CORS(lambda: 1, origins=lambda: 2, resources=print)",
    "a long age": "from datetime import timedelta\nCORS(app, max_age=timedelta(days=10**12))",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_is_only_read(name: str) -> None:
    policies = Tree(f"{START}{HOSTILE[name]}\n").policies()
    assert policies
    for policy in policies:
        for origin in (None, A, "null", "a" * 5_000):
            extract.answer(policy, Request(origin, route="/" + "x" * 2_000))


def test_a_class_that_is_its_own_base() -> None:
    code = "from conf import C\napp.config.from_object(C)\nCORS(app)"
    policy = only(f"{START}{code}\n", conf="from conf import C\nclass C(C): pass\n")
    assert isinstance(policy.allow_origin, AnyOrigin)


def test_more_uses_than_anybody_writes() -> None:
    policies = Tree(START + f"CORS(app, origins='{A}')\n" * 500).policies()
    assert len(policies) == 401
    assert isinstance(policies[-1].allow_origin, UnknownOrigins)


def test_more_paths_than_anybody_writes() -> None:
    paths = ", ".join(f"'/p{i}': {{'origins': '{A}'}}" for i in range(300))
    policies = Tree(f"{START}CORS(app, resources={{{paths}}})\n").policies()
    assert len(policies) == 201
    assert isinstance(policies[-1].allow_origin, UnknownOrigins)


def test_a_pattern_that_is_not_tried_leaves_a_doubt() -> None:
    policy = app(r"CORS(app, origins=r'https://([a-z]+)\.\1\.example$')")
    assert isinstance(policy.allow_origin, OriginPattern)
    answer = extract.answer(policy, Request(FOREIGN_ORIGIN))
    assert answer.doubts


def test_a_policy_of_somebody_else_is_not_predicted() -> None:
    policy = app("CORS(app)")
    assert predict(replace(policy, settings=None), Request(A)).doubts
