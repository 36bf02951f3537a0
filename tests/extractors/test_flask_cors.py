"""How Flask-CORS is read: who gets in, where that is written, what is unknown."""

from __future__ import annotations

import pytest
from flask_tree import START, A, B, Tree, admits, app, entries, only, reason

from corslint.allow_origin import (
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginUnion,
    Sent,
    UnknownOrigins,
    parts_of,
)
from corslint.extractors.flask_cors import extract
from corslint.libraries.flask_cors.model import predict
from corslint.policy import Layer
from corslint.value import FromEnv, FromRequest, Known, Unknown
from corslint.wire import Certainty, Request

# What is said, and where


def test_a_bare_call_admits_everybody() -> None:
    tree = Tree(f"{START}CORS(app)\n")
    (policy,) = tree.policies()
    call = tree.span("CORS(app)")
    assert policy.allow_origin == AnyOrigin(Sent.ECHO, call, implicit=True)
    assert (policy.library, policy.layer) == ("flask_cors", Layer.APP)
    assert (policy.span, policy.statement, policy.scope) == (call, call, ())
    assert policy.allow_credentials == Known(None, call)
    assert policy.allow_methods == Known(
        "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", call
    )
    assert policy.allow_headers == FromRequest("access-control-request-headers", call)
    assert policy.expose_headers == policy.max_age == Known(None, call)
    assert policy.vary == Known(True, call)
    assert (policy.preflight, policy.on_errors) == (Certainty.YES, Certainty.YES)
    assert policy.observations == ()
    assert (policy.tests, policy.development) == ((), False)


@pytest.mark.parametrize("written", ['"*"', '".*"', "'*'"])
@pytest.mark.parametrize("around", ["{}", "[{}]", "({},)", "{{{}}}"])
def test_a_wildcard_is_pointed_at(written: str, around: str) -> None:
    tree = Tree(f"{START}CORS(\n    app,\n    origins={around.format(written)},\n)\n")
    (policy,) = tree.policies()
    assert policy.allow_origin == AnyOrigin(Sent.ECHO, tree.span(written))
    assert policy.statement == policy.span


def test_send_wildcard_sends_one() -> None:
    policy = app("CORS(app, origins='*', send_wildcard=True)")
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.allow_origin.sent is Sent.WILDCARD
    assert not policy.depends_on_origin


def test_an_allowlist() -> None:
    tree = Tree(f'{START}CORS(app, origins=["{A}", "{B}"], supports_credentials=True)\n')
    (policy,) = tree.policies()
    first, second = tree.span(f'"{A}"'), tree.span(f'"{B}"')
    assert entries(policy) == (OriginEntry(A, first, (A,)), OriginEntry(B, second, (B,)))
    assert policy.allow_origin.span == tree.span(f'["{A}", "{B}"]')
    assert policy.allow_credentials == Known("true", tree.span("True"))
    assert policy.vary == Known(True, policy.span)


@pytest.mark.parametrize("written", [f'"{A}"', f'["{A}"]', f'{{"{A}": 1}}'])
def test_one_plain_origin_never_gets_a_vary(written: str) -> None:
    policy = app(f"CORS(app, origins={written})")
    assert admits(policy) == [A]
    assert policy.vary == Known(False, policy.span)
    assert policy.depends_on_origin
    assert not policy.vary_offered


def test_vary_switched_off() -> None:
    tree = Tree(f'{START}CORS(app, origins=["{A}", "{B}"], vary_header=False)\n')
    (policy,) = tree.policies()
    assert policy.vary == Known(False, tree.span("False"))
    assert policy.vary_offered


@pytest.mark.parametrize("text", [r"https://.*\.a\.example", "https://*.a.example", "^x$"])
def test_a_text_with_signs_of_a_pattern_is_one(text: str) -> None:
    tree = Tree(f'{START}CORS(app, origins=[r"{text}"])\n')
    (policy,) = tree.policies()
    span = tree.span(f'r"{text}"')
    assert policy.allow_origin == OriginPattern(text, span, "match", ignore_case=True)
    assert policy.vary == Known(True, policy.span)


@pytest.mark.parametrize(
    "text", ["https://a.example+", "https://a.example|x", "https://{a}"]
)
def test_other_signs_make_no_pattern(text: str) -> None:
    (entry,) = entries(app(f'CORS(app, origins="{text}")'))
    assert (entry.text, entry.admits) == (text, ())
    assert entry.dead


@pytest.mark.parametrize(
    ("written", "text", "ignored"),
    [
        (r're.compile(r"https://a\.example")', r"https://a\.example", False),
        (r're.compile(r"https://a\.example", re.IGNORECASE)', r"https://a\.example", True),
        (r're.compile(r"https://a\.example", re.X)', r"(?x)https://a\.example", False),
    ],
)
def test_a_compiled_pattern_keeps_its_flags(written: str, text: str, ignored: bool) -> None:
    origins = app(f"CORS(app, origins={written})").allow_origin
    assert isinstance(origins, OriginPattern)
    assert (origins.text, origins.mode, origins.ignore_case) == (text, "match", ignored)


@pytest.mark.parametrize("written", ["re.compile('.*')", "'https://.*'", "r'^https?://'"])
def test_a_pattern_for_everybody_is_everybody(written: str) -> None:
    assert isinstance(app(f"CORS(app, origins=[{written}])").allow_origin, AnyOrigin)


def test_names_and_patterns_together() -> None:
    policy = app(rf'CORS(app, origins=["{A}", r"https://\w+\.b\.example$", "{B}"])')
    assert isinstance(policy.allow_origin, OriginUnion)
    listed, pattern = parts_of(policy.allow_origin)
    assert isinstance(listed, OriginList)
    assert [entry.text for entry in listed.entries] == [A, B]
    assert isinstance(pattern, OriginPattern)


@pytest.mark.parametrize(
    ("text", "admitted"),
    [
        ("https://App.Example.com", "https://app.example.com"),
        ("HTTPS://a.example", A),
        ("NULL", "null"),
        ("https://stra\u00dfe.example", "https://strasse.example"),
    ],
)
def test_case_is_folded(text: str, admitted: str) -> None:
    (entry,) = entries(app(f'CORS(app, origins="{text}")'))
    assert (entry.text, entry.admits, entry.dead) == (text, (admitted,), None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://a.example/", "has a trailing slash"),
        ("https://a.example/app", "has a path"),
        ("a.example", "has no scheme"),
        ("https://a.example:443", "names the scheme's own port, which browsers leave out"),
        ("https://a.example, https://b.example", "holds several origins"),
    ],
)
def test_dead_entries(text: str, why: str) -> None:
    tree = Tree(f'{START}CORS(app, origins=["{text}"])\n')
    (policy,) = tree.policies()
    assert entries(policy) == (OriginEntry(text, tree.span(f'"{text}"'), (), why),)
    assert not policy.depends_on_origin


@pytest.mark.parametrize(
    "written", ["None", "[]", "()", "set()", '""', "False", "True", "3"]
)
def test_nobody(written: str) -> None:
    policy = app(f"CORS(app, origins={written})")
    assert entries(policy) == ()
    assert extract.answer(policy, Request(A)).headers == ()


def test_other_headers() -> None:
    policy = app(
        'CORS(app, origins="*", methods=["put", "GET"], allow_headers=["X-B", "X-A"],'
        ' expose_headers={"b", "a"})'
    )
    found = (policy.allow_methods, policy.allow_headers, policy.expose_headers)
    assert [each.value for each in found if isinstance(each, Known)] == [
        "GET, PUT",
        "X-A, X-B",
        "a, b",
    ]


@pytest.mark.parametrize(
    ("written", "sent"),
    [("600", "600"), ("'600'", "600"), ("0", None), ("timedelta(hours=1)", "3600")],
)
def test_max_age(written: str, sent: str | None) -> None:
    policy = only(f"from datetime import timedelta\n{START}CORS(app, max_age={written})\n")
    assert isinstance(policy.max_age, Known)
    assert policy.max_age.value == sent


# Where values come from


def test_a_constant_is_pointed_at_where_it_is_used() -> None:
    tree = Tree(f'{START}ORIGINS = ["*"]\nCORS(app, origins=ORIGINS)\n')
    (policy,) = tree.policies()
    use, written = tree.span("ORIGINS)"), tree.span('"*"')
    origins = policy.allow_origin
    assert isinstance(origins, AnyOrigin)
    assert (origins.span.line, origins.span.column) == (use.line, use.column)
    assert origins.via[-1] == written


def test_an_environment_default() -> None:
    tree = Tree(f'{START}CORS(app, origins=os.getenv("ORIGINS", "*").split(","))\n')
    (policy,) = tree.policies()
    assert policy.allow_origin == AnyOrigin(Sent.ECHO, tree.span('"*"'), variable="ORIGINS")


def test_a_flag_from_the_environment() -> None:
    policy = app('CORS(app, supports_credentials=os.getenv("COOKIES", "false"))')
    assert isinstance(policy.allow_credentials, FromEnv)
    assert policy.allow_credentials.variable == "COOKIES"
    # The text "false" is a text, and so it is true.
    assert policy.allow_credentials.default == "true"


def test_a_variable_without_default_is_unknown() -> None:
    policy = app('CORS(app, origins=os.environ["ORIGINS"].split(","))')
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert extract.answer(policy, Request(A)).doubts


def test_an_empty_default_is_an_entry_of_its_variable() -> None:
    (entry,) = entries(app('CORS(app, origins=os.getenv("ORIGIN", ""))'))
    assert (entry.text, entry.admits, entry.variable) == ("", (), "ORIGIN")


def test_entries_that_cannot_be_read() -> None:
    policy = app(f'CORS(app, origins=["{A}", os.environ["OTHER"]])')
    assert isinstance(policy.allow_origin, OriginList)
    assert not policy.allow_origin.complete
    assert admits(policy) == [A]
    assert isinstance(policy.vary, Unknown)
    assert extract.answer(policy, Request(B)).doubts


def test_a_wildcard_beside_what_cannot_be_read_decides() -> None:
    policy = app('CORS(app, origins=["*", os.environ["OTHER"]])')
    assert isinstance(policy.allow_origin, AnyOrigin)


def test_unreadable_arguments() -> None:
    assert "spread" in reason(only(f"{START}from x import options\nCORS(app, **options)\n"))
    policy = only(f'{START}from x import more\nCORS(app, origins="{A}", **more)\n')
    assert admits(policy) == [A]
    assert isinstance(policy.allow_credentials, Unknown)


def test_unreadable_flags_leave_doubts() -> None:
    policy = only(f"{START}from x import flag\nCORS(app, supports_credentials=flag)\n")
    assert isinstance(policy.allow_credentials, Unknown)
    assert any(
        "supports_credentials" in doubt for doubt in predict(policy, Request(A)).doubts
    )


# Branches


def test_branches_are_policies_of_their_own() -> None:
    tree = Tree(
        f"""{START}
if os.environ.get("DEBUG"):
    origins, cookies = "*", False
else:
    origins, cookies = ["{A}", "{B}"], True
CORS(app, origins=origins, supports_credentials=cookies)
"""
    )
    first, second = tree.policies()
    test = tree.span('os.environ.get("DEBUG")')
    assert isinstance(first.allow_origin, AnyOrigin)
    assert isinstance(first.allow_credentials, Known)
    assert first.allow_credentials.value is None
    assert (first.tests, first.development) == ((test,), True)
    assert admits(second) == [A, B]
    assert isinstance(second.allow_credentials, FromEnv)
    assert second.allow_credentials.default == "true"
    assert (second.tests, second.development) == ((test,), False)


def test_branches_of_the_configuration() -> None:
    code = f"""{START}
if os.environ.get("OPEN"):
    app.config["CORS_ORIGINS"] = "*"
else:
    app.config["CORS_ORIGINS"] = "{A}"
"""
    open_one, closed_one = Tree(f"{code}CORS(app)\n").policies()
    assert isinstance(open_one.allow_origin, AnyOrigin)
    assert admits(closed_one) == [A]
    assert open_one.tests
    # A branch about what keywords replace does not count.
    assert only(f"{code}CORS(app, origins='{B}')\n").tests == ()
