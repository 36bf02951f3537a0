"""Random options through the installed Flask-CORS, against what is predicted from the source."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tally import Tally, counted
from werkzeug.test import TestResponse

from corslint.extractors.flask_cors import extract
from corslint.libraries.flask_cors.site import Site
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Answer,
    Request,
)

HEADERS = (
    ALLOW_ORIGIN,
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
)
CALLERS = (
    None,
    "null",
    "https://a.example",
    "https://A.Example",
    "https://b.example",
    "http://a.example",
    "https://sub.a.example",
    "https://a.example.evil.test",
    "https://strasse.example",
    "https://evil.example",
)
PATHS = ("/", "/api", "/api/x", "/apiary", "/API/x", "/open/x", "/a%70i")
ORIGINS = (
    '"*"',
    '".*"',
    '"https://a.example"',
    '"https://A.example"',
    '"https://b.example"',
    '"https://a.example/"',
    '"https://a.example,https://b.example"',
    '"https://*.a.example"',
    r'r"https://.*\.a\.example"',
    r'r"^https://a\.example$"',
    r'r"https://(a|b)\.example"',
    '"https://(a"',
    '"https://.*"',
    '"null"',
    '"NULL"',
    '"https://stra\u00dfe.example"',
    '""',
    "None",
    "True",
    "5",
    r're.compile("https://a\\.example")',
    r're.compile("https://A", re.I)',
    're.compile(".*")',
)
NAMES = ('"*"', '"x-a"', '"X-B"', r'"x-.*"', '"Content-Type, x-a"', '"["', "None", '""')
METHODS = ('"GET"', '"put"', '"GET, PUT"', '"*"', "None", '""')
EXPOSED = ('"x-total"', '"*"', '"b, a"', "None", '"X-Y"')
FLAGS = ("True", "False", '"false"', '""', "0", "None", '"no"')
AGES = ("600", "0", '"60"', "None", "1.5", "timedelta(minutes=10)", "True", '""')
RESOURCES = ('"/*"', '"/api/*"', '"*"', '"/api"', r'r"^/api/.*$"', '"/open/"', '"/("')
ODD = ("origin", "allow_origins", "allow_credentials", "headers")

TEMPLATE = """
import re
from datetime import timedelta
from flask import Blueprint, Flask
from flask_cors import CORS, cross_origin
app = Flask("m")
bp = Blueprint("b", "b")
{body}
"""
VIEWS = """
@{target}.route("/", defaults={{"rest": ""}}, methods=["GET", "PUT"])
@{target}.route("/<path:rest>", methods=["GET", "PUT"])
{decorator}
def index(rest):
    return "ok"
"""


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    """Every unknown option is logged, thousands of times."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def generated(pool: tuple[str, ...]) -> st.SearchStrategy[str]:
    items = st.lists(st.sampled_from(pool), max_size=3).map(", ".join)
    return items.map(lambda text: f"(each for each in [{text}])")


def listed(pool: tuple[str, ...]) -> st.SearchStrategy[str]:
    """One item, or a list, tuple or set of items."""
    items = st.lists(st.sampled_from(pool), max_size=3).map(", ".join)
    return st.one_of(
        st.sampled_from(pool),
        items.map("[{}]".format),
        items.map(lambda text: f"({text},)" if text else "()"),
        items.map(lambda text: f"{{{text}}}" if text else "set()"),
    )


FLAG_NAMES = ("supports_credentials", "send_wildcard", "vary_header", "always_send")
OPTIONS: dict[str, st.SearchStrategy[str]] = {
    "origins": st.one_of(listed(ORIGINS), listed(ORIGINS), generated(ORIGINS)),
    "allow_headers": listed(NAMES),
    "methods": listed(METHODS),
    "expose_headers": listed(EXPOSED),
    "max_age": st.sampled_from(AGES),
    "automatic_options": st.sampled_from(FLAGS),
    **{name: st.sampled_from(FLAGS) for name in FLAG_NAMES},
    **{name: st.sampled_from(ORIGINS[:5]) for name in ODD},
}
SOME = st.lists(st.sampled_from(list(OPTIONS)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: OPTIONS[name] for name in names})
)
REQUESTS = st.builds(
    lambda caller, asked, names, path: Request(
        caller,
        "OPTIONS" if asked else "GET",
        asks_method=asked,
        asks_headers=tuple(names) if asked else (),
        route=path,
    ),
    st.sampled_from(CALLERS),
    st.sampled_from((None, None, "GET", "PUT", "DELETE", "PATCH")),
    st.lists(st.sampled_from(("x-a", "x-b", "content-type")), unique=True),
    st.sampled_from(PATHS),
)


def entries(options: dict[str, str]) -> str:
    return ", ".join(f'"{name}": {value}' for name, value in options.items())


def keywords(options: dict[str, str]) -> str:
    return "".join(f", {name}={value}" for name, value in options.items())


@st.composite
def resources(draw: st.DrawFn) -> dict[str, str]:
    kind = draw(st.sampled_from(("none", "text", "list", "dict")))
    paths = draw(st.lists(st.sampled_from(RESOURCES), max_size=3, unique=True))
    if kind == "none" or not paths:
        return {}
    if kind == "text":
        return {"resources": paths[0]}
    if kind == "list":
        return {"resources": f"[{', '.join(paths)}]"}
    own = [f"{path}: {{{entries(draw(SOME))}}}" for path in paths]
    return {"resources": f"{{{', '.join(own)}}}"}


@st.composite
def applications(draw: st.DrawFn) -> str:
    """An application, a blueprint or a view with options given in several places."""
    config = {
        name: value
        for name, value in draw(SOME).items()
        if name not in ODD and "each for" not in value
    }
    body = "".join(
        f'app.config["CORS_{name.upper()}"] = {value}\n' for name, value in config.items()
    )
    own, paths = draw(SOME), draw(resources())
    match draw(st.sampled_from(("app", "init_app", "blueprint", "view"))):
        case "app":
            return body + f"CORS(app{keywords(own | paths)})\n" + views("app")
        case "init_app":
            first = keywords(draw(SOME)).removeprefix(", ")
            call = f"cors = CORS({first})\ncors.init_app(app{keywords(own | paths)})\n"
            return body + call + views("app")
        case "blueprint":
            call = f"CORS(bp{keywords(own | paths)})\n"
            return body + call + views("bp") + "app.register_blueprint(bp)\n"
        case _:
            # A generator would serve the first request, and only that.
            kept = {name: value for name, value in own.items() if "each for" not in value}
            decorator = f"@cross_origin({keywords(kept).removeprefix(', ')})"
            return body + views("app", decorator)


def views(target: str, decorator: str = "") -> str:
    return VIEWS.format(target=target, decorator=decorator)


@dataclass
class Real:
    """The application itself; ``error`` is the exception that kept it from starting."""

    app: Flask | None
    error: str | None

    @classmethod
    def of(cls, code: str) -> Real:
        names: dict[str, object] = {}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(compile(code, "app.py", "exec"), names)
        except (ValueError, TypeError) as error:
            return cls(None, type(error).__name__)
        app = names["app"]
        assert isinstance(app, Flask)
        return cls(app, None)

    def ask(self, request: Request) -> TestResponse:
        assert self.app is not None
        sent = {"Origin": request.origin} if request.origin is not None else {}
        if request.asks_method is not None:
            sent["Access-Control-Request-Method"] = request.asks_method
        if request.asks_headers:
            sent["Access-Control-Request-Headers"] = ",".join(request.asks_headers)
        client = self.app.test_client()
        return client.open(request.route, method=request.method, headers=sent)


def policies_of(code: str) -> list[Policy]:
    workspace = Workspace.of({"app.py": code})
    source = workspace.source("app.py")
    assert source is not None
    return list(extract.extract(source, workspace))


def refusals(policies: list[Policy]) -> Iterator[str]:
    for policy in policies:
        assert isinstance(policy.settings, Site)
        if policy.settings.refused is not None:
            yield policy.settings.refused


def predicted(policies: list[Policy], request: Request) -> Answer:
    for policy in policies:
        assert isinstance(policy.settings, Site)
        if policy.settings.serves(request.route):
            return extract.answer(policy, request)
    return Answer(status=200 if request.method == "OPTIONS" else None)


def lines(answer: Answer | TestResponse) -> dict[str, list[str]]:
    if isinstance(answer, Answer):
        return {name: found for name in HEADERS if (found := answer.lines(name))}
    return {name: found for name in HEADERS if (found := answer.headers.getlist(name))}


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    with counted("flask-cors") as found:
        yield found


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(body=applications(), requests=st.lists(REQUESTS, min_size=1, max_size=6))
def test_the_library_answers_as_predicted(
    body: str, requests: list[Request], tally: Tally
) -> None:
    tally.configurations += 1
    code = TEMPLATE.format(body=body)
    policies = policies_of(code)
    real = Real.of(code)
    if real.error is not None:
        tally.refused += 1
        # Of several reasons to stop any may be the one that is named.
        assert any("at start" in one for one in refusals(policies))
        return
    assert not [one for one in refusals(policies) if "at start" in one]
    for request in requests:
        answer = predicted(policies, request)
        response = real.ask(request)
        assert answer.doubts == ()
        same = answer.status in (None, response.status_code)
        assert tally.compared(same and lines(answer) == lines(response)), request
