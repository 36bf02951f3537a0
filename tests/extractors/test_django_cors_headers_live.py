"""Random settings through the installed ``CorsMiddleware``, against what is predicted."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.http.request import HttpRequest
from django.test import RequestFactory
from django.test.utils import override_settings
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tally import Tally, counted

from corslint.extractors.django_cors_headers import extract, predict
from corslint.source import Workspace
from corslint.wire import Answer, Request

if not django_settings.configured:
    django_settings.configure(ALLOWED_HOSTS=["*"], SECRET_KEY="x", LOGGING_CONFIG=None)

from corsheaders.middleware import CorsMiddleware

Settings: TypeAlias = Mapping[str, object]

SWITCHES = ("CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL", "CORS_ALLOW_CREDENTIALS")
LISTS = ("CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST")
PATTERNS = ("CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST")
TEXTS = ("CORS_ALLOW_METHODS", "CORS_ALLOW_HEADERS", "CORS_EXPOSE_HEADERS")
ORIGINS = (
    "https://a.example",
    "https://b.example:8443",
    "http://a.example",
    "https://A.EXAMPLE",
    "https://a.example.evil.test",
    "https://evil.example",
    "null",
    "file://",
    "capacitor://localhost",
    "https://[::1]:3000",
    "https://[",
    "//a.example",
    "a.example",
    "",
)

entries = st.one_of(
    st.sampled_from(
        (*ORIGINS, "*", " https://a.example", "https://a.example/app", "\thttps:")
    ),
    st.text("htps:/.ax*[]@?# ,", max_size=12),
    st.sampled_from(
        (None, False, True, 0, 5, b"https://a.example", re.compile("a"), ("x",))
    ),
)
patterns = st.one_of(
    st.sampled_from(
        (
            "",
            ".*",
            "^https://a\\.example",
            "https://.+\\.example$",
            "a",
            "(",
            "^https?://[a-z.]+(:[0-9]{2,5})?$",
            "(?i)HTTPS://A",
            None,
            b"a",
        )
    ),
    st.text("hn.^$|+*()[]a:/", max_size=6),
    st.sampled_from((re.compile("https://A", re.IGNORECASE), re.compile("^null$"))),
)
names = st.sampled_from(("GET", "X-A", "content-type", "*", "", "a\r\nb"))
plain = st.sampled_from(
    (None, True, False, 0, 1, "", "False", "0", "https://a.example", ())
)


def collections(items: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    few = st.lists(items, max_size=4)
    return st.one_of(few, few, few.map(tuple), few.map(set), plain)


configurations = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(SWITCHES, st.one_of(st.booleans(), plain)),
        **dict.fromkeys(LISTS, collections(entries)),
        **dict.fromkeys(PATTERNS, collections(patterns)),
        **dict.fromkeys(TEXTS, collections(names)),
        "CORS_PREFLIGHT_MAX_AGE": st.sampled_from((0, 600, 86400, None, "300", True, 1.5)),
        "CORS_URLS_REGEX": st.sampled_from(
            ("^.*$", "^/api/.*$", "/a", "", "(", None, re.compile("^/API", re.IGNORECASE))
        ),
    },
)
requests = st.builds(
    Request,
    st.sampled_from((None, *ORIGINS)),
    st.sampled_from(("GET", "PUT", "OPTIONS")),
    asks_method=st.sampled_from((None, "PUT")),
    route=st.sampled_from(("/api/x", "/other")),
)


def written(found: Settings) -> str:
    """The settings as source code: the representation of each value is its spelling."""
    lines = [f"{name} = {value!r}" for name, value in found.items()]
    head = (
        "import re",
        'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]',
        "CORS_ALLOW_PRIVATE_NETWORK = False",
    )
    return "\n".join((*head, *lines, ""))


def predicted(found: Settings, request: Request) -> Answer | None:
    """The answer that is predicted; None where the policy leaves it open."""
    workspace = Workspace.of({"settings.py": written(found)})
    source = workspace.source("settings.py")
    assert source is not None
    [policy] = extract.extract(source, workspace)
    answer = predict(policy, request)
    return None if answer.doubts else answer


def seen(found: Settings, request: Request) -> Answer:
    """The answer of the library; 500, as Django sends it, for what it raises."""
    headers = {}
    if request.origin is not None:
        headers["HTTP_ORIGIN"] = request.origin
    if request.asks_method is not None:
        headers["HTTP_ACCESS_CONTROL_REQUEST_METHOD"] = request.asks_method
    asked = RequestFactory().generic(request.method, request.route, **headers)
    inside: list[None] = []

    def view(_: HttpRequest) -> HttpResponse:
        inside.append(None)
        return HttpResponse("ok")

    with override_settings(**found), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            response = CorsMiddleware(view)(asked)
        except Exception:  # noqa: BLE001 (whatever the library raises on such settings)
            return Answer((), 500)
    assert isinstance(response, HttpResponse)
    lines = tuple(
        (name, value)
        for name, value in response.items()
        if name.lower() not in ("content-type", "content-length")
    )
    return Answer(lines, None if inside else response.status_code)


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    with counted("django-cors-headers") as found:
        yield found


@settings(max_examples=200, deadline=None)
@given(found=configurations, asked=requests)
@example(
    found={"CORS_ALLOWED_ORIGINS": [" https://a.example"]},
    asked=Request("https://a.example"),
)
@example(found={"CORS_ALLOWED_ORIGINS": ["https://["]}, asked=Request("https://a.example"))
@example(found={"CORS_ALLOWED_ORIGIN_REGEXES": "^x"}, asked=Request("https://evil.example"))
def test_the_library_answers_as_predicted(
    found: Settings, asked: Request, tally: Tally
) -> None:
    tally.configurations += 1
    answer = predicted(found, asked)
    if answer is None:
        tally.left += 1
    else:
        assert tally.compared(answer == seen(found, asked)), asked


@pytest.mark.parametrize("origin", ORIGINS)
def test_settings_that_are_plain_are_never_open(origin: str) -> None:
    found = {
        "CORS_ALLOWED_ORIGINS": ["https://a.example"],
        "CORS_ALLOWED_ORIGIN_REGEXES": [r"^https://[a-z0-9-]+\.example$"],
    }
    request = Request(origin, route="/api/x")
    assert predicted(found, request) == seen(found, request)
