"""Settings files of Django and the policies that they hold, places included."""

from __future__ import annotations

import pytest

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginUnion,
    Sent,
    UnknownOrigins,
)
from corslint.extractors.django_cors_headers import extract, predict
from corslint.observation import (
    DeprecatedOption,
    Effect,
    Observation,
    UnknownOption,
    WrongType,
)
from corslint.policy import Policy
from corslint.source import Source, Span, Workspace
from corslint.value import FromEnv, Known, Unknown
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN, Certainty, Request

INSTALLED = """\
import os, re
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"]
"""
FOREIGN = Request("https://evil.example")


def read(files: dict[str, str], path: str = "settings.py") -> list[Policy]:
    workspace = Workspace.of(files)
    source = workspace.source(path)
    assert source is not None
    return list(extract.extract(source, workspace))


def policies(code: str) -> list[Policy]:
    return read({"settings.py": INSTALLED + code})


def policy(code: str) -> Policy:
    [found] = policies(code)
    return found


def shown(code: str, span: Span, path: str = "settings.py") -> str:
    """The text at a span of a settings file that starts as ``INSTALLED`` does."""
    return Source(path, INSTALLED + code).cut(span)


def origins(code: str) -> AllowOrigin:
    return policy(code).allow_origin


def entries(code: str) -> tuple[OriginEntry, ...]:
    found = origins(code)
    assert isinstance(found, OriginList)
    return found.entries


def observed(code: str) -> Observation:
    [found] = policy(code).observations
    return found


# Who is let in


def test_everybody() -> None:
    code = "CORS_ALLOW_ALL_ORIGINS = True\n"
    found = policy(code)
    assert isinstance(found.allow_origin, AnyOrigin)
    assert found.allow_origin.sent is Sent.WILDCARD
    assert shown(code, found.allow_origin.span) == "True"
    assert shown(code, found.span) == "CORS_ALLOW_ALL_ORIGINS = True"
    assert found.statement == found.span
    assert found.library == "django_cors_headers"
    assert found.allow_credentials == Known(None, found.span)
    assert isinstance(found.vary, Known)
    assert found.vary.value is True
    assert (found.preflight, found.on_errors) == (Certainty.YES, Certainty.YES)
    assert "CORS_ALLOWED_ORIGINS = [" in str(found.remedy)


def test_everybody_with_credentials_gets_an_echo() -> None:
    code = "CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n"
    found = policy(code)
    assert isinstance(found.allow_origin, AnyOrigin)
    assert found.allow_origin.sent is Sent.ECHO
    assert isinstance(found.allow_credentials, Known)
    assert found.allow_credentials.value == "true"
    line = Source("settings.py", INSTALLED + code).line(found.allow_credentials.span.line)
    assert line == "CORS_ALLOW_CREDENTIALS = True"
    answer = predict(found, Request("https://evil.example", credentials=True))
    assert answer.value(ALLOW_ORIGIN) == "https://evil.example"
    assert answer.value(ALLOW_CREDENTIALS) == "true"


def test_a_literal_elsewhere_is_behind_its_use() -> None:
    code = "OPEN = True\nCORS_ALLOW_ALL_ORIGINS = OPEN\n"
    found = origins(code)
    assert isinstance(found, AnyOrigin)
    assert shown(code, found.span) == "OPEN"
    assert [span.line for span in found.via] == [4]


def test_entries_have_their_own_places() -> None:
    code = (
        'CORS_ALLOWED_ORIGINS = [\n    "https://a.example",\n    "https://b.example",\n]\n'
    )
    first, second = entries(code)
    assert (first.text, first.admits, first.dead) == (
        "https://a.example",
        ("https://a.example",),
        None,
    )
    assert shown(code, second.span) == '"https://b.example"'


@pytest.mark.parametrize(
    ("text", "admits"),
    [
        ("https://a.example/", ("https://a.example",)),
        ("https://a.example/app?x#y", ("https://a.example",)),
        (" https://a.example", ("https://a.example",)),
        ("HTTPS://a.example", ("https://a.example",)),
        ("file://", ("file://",)),
        ("null", ("null",)),
        ("a.example", ("null",)),
        ("localhost", ("null",)),
        ("", ("null",)),
        ("*", ("null",)),
    ],
)
def test_only_scheme_and_host_are_compared(text: str, admits: tuple[str, ...]) -> None:
    code = f"CORS_ALLOWED_ORIGINS = [{text!r}]\n"
    [found] = entries(code)
    assert (found.text, found.admits) == (text, admits)
    for origin in admits:
        assert predict(policy(code), Request(origin)).value(ALLOW_ORIGIN) == origin


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("https://a.example:443/", "names the scheme's own port, which browsers leave out"),
        ("https://A.example", "has upper-case letters"),
        ("localhost:3000", "has no scheme"),
        ("//a.example", "has no scheme"),
        ("https://*.a.example", "has a `*` that is compared as plain text"),
        ("https://a.example,https://b.example", "holds several origins"),
    ],
)
def test_dead_entries_say_why(text: str, dead: str) -> None:
    [found] = entries(f"CORS_ALLOWED_ORIGINS = [{text!r}]\n")
    assert (found.admits, found.dead) == ((), dead)


def test_a_star_is_no_wildcard() -> None:
    [found] = entries('CORS_ALLOWED_ORIGINS = ["*"]\n')
    assert found.dead == "is not a wildcard here"


def test_the_empty_list_of_an_unset_variable_admits_null() -> None:
    [found] = entries('CORS_ALLOWED_ORIGINS = os.environ.get("HOSTS", "").split(",")\n')
    assert (found.text, found.admits, found.variable) == ("", ("null",), "HOSTS")


def test_patterns_match_from_the_start() -> None:
    code = 'CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://a", re.compile("B", re.I), "["]\n'
    found = origins(code)
    assert isinstance(found, OriginUnion)
    assert [
        (part.text, part.mode, part.ignore_case, shown(code, part.span))
        for part in found.parts
        if isinstance(part, OriginPattern)
    ] == [
        ("^https://a", "match", False, 'r"^https://a"'),
        ("B", "match", True, '"B"'),
        ("[", "match", False, '"["'),
    ]


@pytest.mark.parametrize("pattern", [".*", "", "^", "^.+$", "https?://.*", "^https://.+$"])
def test_a_pattern_for_everybody(pattern: str) -> None:
    found = origins(f"CORS_ALLOWED_ORIGIN_REGEXES = [{pattern!r}]\n")
    assert isinstance(found, AnyOrigin)
    assert found.sent is Sent.ECHO


def test_a_pattern_that_could_take_long_is_not_tried() -> None:
    found = policy('CORS_ALLOWED_ORIGIN_REGEXES = [r"^(([a-z])+.)+[A-Z]([a-z])+$"]\n')
    assert isinstance(found.allow_origin, OriginPattern)
    answer = predict(found, Request(f"https://{'a' * 200}!"))
    assert answer.doubts


def test_list_and_patterns_add_up() -> None:
    found = origins(
        'CORS_ALLOWED_ORIGINS = ["https://a.example"]\n'
        'CORS_ALLOWED_ORIGIN_REGEXES = ["^https://b"]\n'
    )
    assert isinstance(found, OriginUnion)
    assert [type(part) for part in found.parts] == [OriginList, OriginPattern]


def test_the_new_name_wins_even_when_it_is_false() -> None:
    code = (
        "CORS_ALLOW_ALL_ORIGINS = False\nCORS_ORIGIN_ALLOW_ALL = True\n"
        'CORS_ALLOWED_ORIGINS = ["https://a.example"]\n'
        'CORS_ORIGIN_WHITELIST = ["https://b.example"]\n'
    )
    assert [one.text for one in entries(code)] == ["https://a.example"]
    assert [
        (seen.name, seen.effect)
        for seen in policy(code).observations
        if isinstance(seen, DeprecatedOption)
    ] == [
        ("CORS_ORIGIN_ALLOW_ALL", Effect.IGNORED),
        ("CORS_ORIGIN_WHITELIST", Effect.IGNORED),
    ]


def test_what_cannot_be_read_stays_unknown() -> None:
    found = policy("from . import hosts\nCORS_ALLOWED_ORIGINS = hosts.read()\n")
    assert isinstance(found.allow_origin, UnknownOrigins)
    assert predict(found, FOREIGN).doubts
    part = origins('CORS_ALLOWED_ORIGINS = ["https://a.example", os.environ["MORE"]]\n')
    assert isinstance(part, OriginList)
    assert not part.complete


def test_an_unknown_switch_leaves_the_list_beside_it() -> None:
    found = origins(
        "from .more import DEBUG\nCORS_ALLOW_ALL_ORIGINS = DEBUG\n"
        'CORS_ALLOWED_ORIGINS = ["https://a.example"]\n'
    )
    assert isinstance(found, OriginUnion)
    assert [type(part) for part in found.parts] == [UnknownOrigins, OriginList]


# The other headers


def test_headers_are_texts_as_they_are_sent() -> None:
    found = policy(
        'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_METHODS = ("GET", "POST")\n'
        'CORS_ALLOW_HEADERS = ["x-a"]\nCORS_EXPOSE_HEADERS = ["X-B", "X-C"]\n'
        "CORS_PREFLIGHT_MAX_AGE = 60\n"
    )
    values = (found.allow_methods, found.allow_headers, found.expose_headers, found.max_age)
    assert [value.value for value in values if isinstance(value, Known)] == [
        "GET, POST",
        "x-a",
        "X-B, X-C",
        "60",
    ]


def test_headers_that_are_not_sent() -> None:
    found = policy("CORS_ALLOW_ALL_ORIGINS = True\nCORS_PREFLIGHT_MAX_AGE = 0\n")
    assert isinstance(found.max_age, Known)
    assert isinstance(found.expose_headers, Known)
    assert (found.max_age.value, found.expose_headers.value) == (None, None)


def test_headers_that_cannot_be_read() -> None:
    found = policy("CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_HEADERS = headers()\n")
    assert isinstance(found.allow_headers, Unknown)
    assert not predict(found, FOREIGN).doubts
    preflight = Request("https://evil.example", "OPTIONS", asks_method="PUT")
    assert predict(found, preflight).doubts


@pytest.mark.parametrize(
    ("pattern", "scope"),
    [
        (r"^.*$", ()),
        (r"^/api/.*$", ("/api/*",)),
        (r"^/api/", ("/api/*",)),
        (r"^/status\.json$", ("/status.json",)),
        (r"^/(api|graphql)/.*$", (r"^/(api|graphql)/.*$",)),
    ],
)
def test_the_routes_of_a_policy(pattern: str, scope: tuple[str, ...]) -> None:
    code = f"CORS_ALLOW_ALL_ORIGINS = True\nCORS_URLS_REGEX = {pattern!r}\n"
    assert policy(code).scope == scope


def test_a_request_without_a_route_is_for_the_policy() -> None:
    found = policy('CORS_ALLOW_ALL_ORIGINS = True\nCORS_URLS_REGEX = r"^/api/.*$"\n')
    assert predict(found, FOREIGN).value(ALLOW_ORIGIN) == "*"
    elsewhere = Request("https://evil.example", route="/admin/")
    assert predict(found, elsewhere).headers == ()


# What is wrong with settings


@pytest.mark.parametrize(
    ("code", "effect", "admits"),
    [
        ('CORS_ALLOW_ALL_ORIGINS = "False"', Effect.OPENS, "https://evil.example"),
        ('CORS_ALLOW_ALL_ORIGINS = ["https://a"]', Effect.OPENS, "https://evil.example"),
        ('CORS_ALLOWED_ORIGINS = "https://a.example"', Effect.CLOSES, "null"),
        ('CORS_ALLOWED_ORIGINS = ("https://a.example")', Effect.CLOSES, "null"),
        ("CORS_ALLOWED_ORIGINS = None", Effect.CRASHES, None),
        ('CORS_ALLOWED_ORIGINS = [re.compile("a")]', Effect.CRASHES, None),
        ('CORS_ALLOWED_ORIGINS = ["https://["]', Effect.CRASHES, None),
        ('CORS_ALLOWED_ORIGINS = os.environ["HOSTS"]', Effect.CLOSES, None),
        (
            r'CORS_ALLOWED_ORIGIN_REGEXES = r"^https://a\.example$"',
            Effect.OPENS,
            "https://evil.example",
        ),
        ('CORS_ALLOWED_ORIGIN_REGEXES = "(a)"', Effect.CRASHES, None),
        ('CORS_ALLOWED_ORIGIN_REGEXES = "xyz"', Effect.CLOSES, None),
        ('CORS_ALLOWED_ORIGIN_REGEXES = ["("]', Effect.CRASHES, None),
        ("CORS_ALLOWED_ORIGIN_REGEXES = None", Effect.CRASHES, None),
    ],
)
def test_wrong_types_of_what_decides(code: str, effect: Effect, admits: str | None) -> None:
    seen = observed(f"{code}\n")
    assert isinstance(seen, WrongType)
    assert (seen.option, seen.effect, seen.admits) == (
        code.partition(" ")[0],
        effect,
        admits,
    )
    if admits:
        answer = predict(policy(f"{code}\n"), Request(admits))
        assert answer.value(ALLOW_ORIGIN) in (admits, "*")


@pytest.mark.parametrize(
    ("code", "effect"),
    [
        ('CORS_ALLOW_CREDENTIALS = "False"', Effect.OPENS),
        ('CORS_ALLOW_CREDENTIALS = os.getenv("CREDENTIALS", "True")', Effect.OPENS),
        ('CORS_ALLOW_METHODS = "GET"', Effect.CLOSES),
        ('CORS_ALLOW_HEADERS = "x-a, x-b"', Effect.CLOSES),
        ("CORS_EXPOSE_HEADERS = None", Effect.CRASHES),
        ("CORS_ALLOW_METHODS = [1]", Effect.CRASHES),
    ],
)
def test_wrong_types_of_the_rest(code: str, effect: Effect) -> None:
    seen = observed(f'CORS_ALLOWED_ORIGINS = ["https://a.example"]\n{code}\n')
    assert isinstance(seen, WrongType)
    assert (seen.option, seen.effect) == (code.partition(" ")[0], effect)


@pytest.mark.parametrize(
    "code",
    [
        'CORS_ALLOW_ALL_ORIGINS = "True"',
        'CORS_ALLOW_ALL_ORIGINS = os.getenv("ALL", "1") == "1"',
        'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_HEADERS = "*"',
        'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOWED_ORIGINS = "never looked at"',
        'CORS_ALLOWED_ORIGINS = ("https://a.example",)',
        'CORS_ALLOWED_ORIGINS = {"https://a.example"}',
        'CORS_ALLOWED_ORIGINS = "https://a.example https://b.example".split()',
    ],
)
def test_types_that_do_what_they_say(code: str) -> None:
    assert policy(f"{code}\n").observations == ()


def test_old_names_still_work() -> None:
    code = 'CORS_ORIGIN_WHITELIST = ["https://a.example"]\n'
    seen = observed(code)
    assert isinstance(seen, DeprecatedOption)
    assert shown(code, seen.span) == "CORS_ORIGIN_WHITELIST"
    assert (seen.since, seen.replacement, seen.effect) == (
        "3.5",
        "CORS_ALLOWED_ORIGINS",
        Effect.WORKS,
    )


def test_removed_names_do_nothing() -> None:
    seen = observed("CORS_ALLOW_ALL_ORIGINS = True\nCORS_REPLACE_HTTPS_REFERER = True\n")
    assert isinstance(seen, DeprecatedOption)
    assert (seen.since, seen.replacement, seen.effect) == ("4.0", None, Effect.IGNORED)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("CORS_ALLOW_ORIGINS", "CORS_ALLOWED_ORIGINS"),
        ("CORS_ALLOWED_ORIGIN", "CORS_ALLOWED_ORIGINS"),
        ("CORS_ALLOW_ALL_ORIGIN", "CORS_ALLOW_ALL_ORIGINS"),
        ("CORS_ORIGINS_WHITELIST", "CORS_ALLOWED_ORIGINS"),
        ("CORS_ALLOWED_ORIGINS_REGEXES", "CORS_ALLOWED_ORIGIN_REGEXES"),
    ],
)
def test_a_misspelt_name_lets_nobody_in(name: str, meant: str) -> None:
    code = f'{name} = ["https://a.example"]\n'
    seen = observed(code)
    assert isinstance(seen, UnknownOption)
    assert shown(code, seen.span) == name
    assert (seen.suggestion, seen.effect) == (meant, Effect.CLOSES)
    assert entries(code) == ()


def test_a_misspelt_name_beside_the_right_one_is_ignored() -> None:
    seen = observed('CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOWED_METHODS = ["GET"]\n')
    assert isinstance(seen, UnknownOption)
    assert (seen.suggestion, seen.effect) == ("CORS_ALLOW_METHODS", Effect.IGNORED)


@pytest.mark.parametrize(
    "code",
    [
        'CORS_ORIGINS = ["https://a.example"]\nCORS_ALLOWED_ORIGINS = CORS_ORIGINS\n',
        'CORS_ALLOW_ORIGINS = ["https://a.example"]\nCORS_ALLOWED_ORIGINS = CORS_ALLOW_ORIGINS\n',
        'CORS_ALLOWED_ORIGINS = ["https://a.example"]\nCORS_ALLOWED_ORIGINS_NOTE = "mine"\n',
    ],
)
def test_names_of_the_project_are_its_own(code: str) -> None:
    assert [one.text for one in entries(code)] == ["https://a.example"]
    assert policy(code).observations == ()


# The environment


@pytest.mark.parametrize(
    "value",
    [
        'env.bool("OPEN", default=True)',
        'env.bool("OPEN", True)',
        'env("OPEN", default=True)',
        'config("OPEN", default=True, cast=bool)',
        'config("OPEN", default="yes", cast=bool)',
        'os.environ.get("OPEN", "true") == "true"',
    ],
)
def test_an_open_default(value: str) -> None:
    found = origins(
        "import environ\nfrom decouple import config\nenv = environ.Env()\n"
        f"CORS_ALLOW_ALL_ORIGINS = {value}\n"
    )
    assert isinstance(found, AnyOrigin)
    assert found.variable == "OPEN"


@pytest.mark.parametrize(
    "value",
    [
        'env.list("HOSTS", default=["https://a.example"])',
        'env("HOSTS")',
        'config("HOSTS", default="https://a.example", cast=Csv())',
    ],
)
def test_a_default_list(value: str) -> None:
    [found] = entries(
        "import environ\nfrom decouple import Csv, config\n"
        'env = environ.Env(HOSTS=(list, ["https://a.example"]))\n'
        f"CORS_ALLOWED_ORIGINS = {value}\n"
    )
    assert (found.text, found.variable) == ("https://a.example", "HOSTS")


@pytest.mark.parametrize(
    "code",
    [
        'CORS_ALLOWED_ORIGINS = env.list("HOSTS")',
        'CORS_ALLOWED_ORIGINS = env.list("HOSTS", default=[])',
        'CORS_ALLOWED_ORIGINS = [h for h in os.getenv("HOSTS", "").split(",") if h]',
        'CORS_ALLOW_ALL_ORIGINS = env.bool("HOSTS", default=False)',
    ],
)
def test_the_operator_decides(code: str) -> None:
    found = origins(f"from environ import Env\nenv = Env()\n{code}\n")
    assert isinstance(found, UnknownOrigins)
    assert found.reason == "the environment variable HOSTS decides"


def test_credentials_from_the_environment() -> None:
    found = policy(
        'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = os.getenv("C", "1") == "1"\n'
    )
    assert isinstance(found.allow_credentials, FromEnv)
    assert (found.allow_credentials.variable, found.allow_credentials.default) == (
        "C",
        "true",
    )


# Ways


BRANCHES = """\
if os.environ.get("DEBUG"):
    CORS_ALLOW_ALL_ORIGINS = True
else:
    CORS_ALLOWED_ORIGINS = ["https://a.example"]
CORS_ALLOW_CREDENTIALS = True
"""


def test_every_combination_is_a_policy() -> None:
    opened, listed = policies(BRANCHES)
    assert isinstance(opened.allow_origin, AnyOrigin)
    assert isinstance(listed.allow_origin, OriginList)
    assert (opened.development, listed.development) == (True, False)
    assert {span.line for span in (*opened.tests, *listed.tests)} == {4}
    assert shown(BRANCHES, listed.span).startswith("CORS_ALLOWED_ORIGINS")


def test_ways_with_the_same_settings_are_one_policy() -> None:
    code = 'CORS_ALLOW_ALL_ORIGINS = True\nif os.getenv("X"):\n    CORS_NOTE = 1\n'
    assert policy(code).tests == ()


def test_a_way_that_was_not_followed_may_have_others() -> None:
    steps = "".join(
        f'if os.environ["X{number}"]:\n    SITES += [os.environ["Y{number}"]]\n'
        for number in range(30)
    )
    code = f"{steps}if '*' in SITES:\n    CORS_ALLOWED_ORIGINS = ['https://*']\n"
    assert policy(f"SITES = []\n{code}").tests


def test_a_way_that_stops_is_no_way() -> None:
    code = 'if os.getenv("X"):\n    raise ValueError\nCORS_ALLOW_ALL_ORIGINS = True\n'
    assert policy(code).tests == ()


def test_a_way_without_origins_is_closed_on_purpose() -> None:
    found = policy('if os.getenv("DEV"):\n    CORS_ALLOW_ALL_ORIGINS = True\n')
    assert isinstance(found.allow_origin, AnyOrigin)
    assert found.development
    assert [span.line for span in found.tests] == [4]


def test_lists_that_grow() -> None:
    code = (
        'CORS_ALLOWED_ORIGINS = ["https://a.example"]\n'
        'CORS_ALLOWED_ORIGINS += ["https://b.example"]\n'
        'CORS_ALLOWED_ORIGINS.append("c.example")\n'
    )
    assert [one.text for one in entries(code)] == [
        "https://a.example",
        "https://b.example",
        "c.example",
    ]
    assert shown(code, policy(code).span) == 'CORS_ALLOWED_ORIGINS = ["https://a.example"]'


# Files


BASE = "CORS_ALLOW_ALL_ORIGINS = True\n"


def test_a_base_is_not_reported_again() -> None:
    files = {"app/base.py": INSTALLED + BASE, "app/prod.py": "from .base import *\nX = 1\n"}
    assert read(files, "app/prod.py") == []
    assert len(read(files, "app/base.py")) == 1


def test_a_base_counts_where_something_is_added() -> None:
    files = {
        "app/base.py": INSTALLED + BASE,
        "app/prod.py": "from .base import *\nCORS_ALLOW_CREDENTIALS = True\n",
    }
    [found] = read(files, "app/prod.py")
    assert isinstance(found.allow_origin, AnyOrigin)
    assert found.allow_origin.sent is Sent.ECHO
    assert (found.allow_origin.span.path, found.allow_origin.span.line) == (
        "app/prod.py",
        1,
    )
    assert [span.path for span in found.allow_origin.via] == ["app/base.py"]


def test_a_base_list_that_grows_belongs_to_both_files() -> None:
    files = {
        "app/base.py": INSTALLED + 'CORS_ALLOWED_ORIGINS = ["https://a.example"]\n',
        "app/prod.py": 'from .base import *\nCORS_ALLOWED_ORIGINS += ["https://b.example"]\n',
    }
    [found] = read(files, "app/prod.py")
    assert isinstance(found.allow_origin, OriginList)
    assert [one.text for one in found.allow_origin.entries] == [
        "https://a.example",
        "https://b.example",
    ]
    assert found.span.path == "app/prod.py"


def test_a_value_that_is_overwritten_on_one_way_only() -> None:
    files = {
        "app/base.py": INSTALLED + BASE,
        "app/prod.py": (
            "import os\nfrom .base import *\n"
            'if os.getenv("CLOSED"):\n    CORS_ALLOW_ALL_ORIGINS = False\n'
            '    CORS_ALLOWED_ORIGINS = ["https://a.example"]\n'
        ),
    }
    [found] = read(files, "app/prod.py")
    assert isinstance(found.allow_origin, OriginList)


CLASSES = """\
from configurations import Configuration

class Base(Configuration):
    INSTALLED_APPS = ["corsheaders"]
    CORS_ALLOW_CREDENTIALS = True

class Dev(Base):
    CORS_ALLOW_ALL_ORIGINS = True

class Prod(Base):
    CORS_ALLOWED_ORIGINS = ["https://a.example"]
"""


def test_settings_in_classes() -> None:
    base, dev, prod = read({"settings.py": CLASSES})
    assert isinstance(base.allow_origin, UnknownOrigins)
    assert isinstance(dev.allow_origin, AnyOrigin)
    assert dev.allow_origin.sent is Sent.ECHO
    assert dev.span.line == 8
    assert isinstance(prod.allow_origin, OriginList)
    assert isinstance(prod.allow_credentials, Known)
    assert prod.allow_credentials.value == "true"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("settings.py", BASE),
        ("app/settings/production.py", BASE),
        ("app/local_settings.py", BASE),
        ("app/prod.py", BASE),
        ("app/site.py", f"from .base import *\n{BASE}"),
        ("app/site.py", f"ROOT_URLCONF = 'app.urls'\n{BASE}"),
        ("app/site.py", f"from corsheaders.defaults import default_headers\n{BASE}"),
    ],
)
def test_what_looks_like_django(path: str, code: str) -> None:
    assert len(read({path: code}, path)) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("app/main.py", BASE),
        ("app/settings.py", f"from fastapi import FastAPI\n{BASE}"),
        ("app/settings.py", "CORS_ORIGINS = ['*']\nCORS_SUPPORTS_CREDENTIALS = True\n"),
        (
            "config.py",
            "class Config:\n    CORS_ORIGINS = '*'\n    CORS_ALLOW_HEADERS = '*'\n",
        ),
        (
            "app/settings.py",
            """from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    CORS_ALLOWED_ORIGINS: list[str] = ["*"]
""",
        ),
        (
            "app/settings.py",
            "class Settings:\n    CORS_ALLOW_ALL_ORIGINS = True\n",
        ),
        ("app/settings.py", f"# corsheaders\n'''{BASE}'''\n"),
    ],
)
def test_what_is_something_else(path: str, code: str) -> None:
    assert read({path: code}, path) == []


# Nobody


def test_installed_without_any_origin() -> None:
    found = policy("CORS_ALLOW_CREDENTIALS = True\n")
    assert found.allow_origin == OriginList((), found.allow_origin.span)
    literal = shown("", found.allow_origin.span)
    assert literal == '"corsheaders.middleware.CorsMiddleware"'
    assert shown("", found.span).startswith("MIDDLEWARE = ")
    assert predict(found, FOREIGN).headers == (("Vary", "origin"),)


def test_installed_without_any_setting() -> None:
    assert isinstance(origins(""), OriginList)


def test_an_empty_list_points_at_itself() -> None:
    code = "CORS_ALLOWED_ORIGINS = []\n"
    assert shown(code, origins(code).span) == "[]"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("app/settings/base.py", f"{INSTALLED}CORS_ALLOW_CREDENTIALS = True\n"),
        ("settings.py", f"{INSTALLED}CORS_URLS_REGEX = '^/api/'\nfrom local import *\n"),
        ("settings.py", f"{INSTALLED}CORS_ALLOWED_ORIGINS = []\nfrom local import *\n"),
        ("settings.py", "CORS_ALLOWED_ORIGINS = []\n"),
        ("settings.py", f"{INSTALLED}CORS_URLS_REGEX = '^/'\nglobals().update(more())\n"),
    ],
)
def test_another_file_may_let_somebody_in(path: str, code: str) -> None:
    [found] = read({path: code}, path)
    assert isinstance(found.allow_origin, UnknownOrigins)
    assert predict(found, FOREIGN).doubts


@pytest.mark.parametrize("path", ["app/settings/base.py", "app/base.py"])
def test_only_installed_in_a_part_of_the_settings(path: str) -> None:
    assert read({path: INSTALLED}, path) == []


def test_without_the_middleware_there_is_still_a_policy() -> None:
    code = f"MIDDLEWARE = ['django.middleware.common.CommonMiddleware']\n{BASE}"
    [found] = read({"settings.py": code, "prod.py": "MIDDLEWARE += ['more']"})
    assert isinstance(found.allow_origin, AnyOrigin)
    [found] = read({"settings/base.py": code}, "settings/base.py")
    assert isinstance(found.allow_origin, AnyOrigin)


# Hostile input


@pytest.mark.parametrize(
    "code",
    [
        f"CORS_ALLOWED_ORIGINS = {['a' * 10_000] * 50!r}\n",
        f"CORS_ALLOWED_ORIGIN_REGEXES = ['{'(' * 3_000}']\n",
        f"CORS_ALLOWED_ORIGIN_REGEXES = ['{'(a+)+' * 200}$']\n",
        f"CORS_URLS_REGEX = '{'(a|' * 500}'\nCORS_ALLOW_ALL_ORIGINS = True\n",
        f"CORS_ALLOWED_ORIGINS = {'[' * 40}{']' * 40}\n",
        "CORS_ALLOWED_ORIGINS = ['https://\\udc80.example', '\\0', 'https://[::']\n",
        "CORS_ALLOWED_ORIGINS = CORS_ALLOWED_ORIGINS\n",
        "CORS_ALLOWED_ORIGINS = []\nCORS_ALLOWED_ORIGINS.append(CORS_ALLOWED_ORIGINS)\n",
        "class A(A):\n    CORS_ALLOW_ALL_ORIGINS = True\n",
        f"CORS_{'A' * 5_000} = 1\n",
        "CORS_PREFLIGHT_MAX_AGE = 10 ** 5000\nCORS_ALLOW_ALL_ORIGINS = True\n",
        "from .settings import *\nCORS_ALLOW_ALL_ORIGINS = True\n",
    ],
)
def test_hostile_settings_are_read_or_left(code: str) -> None:
    for found in policies(code):
        for method in ("GET", "OPTIONS"):
            predict(found, Request("https://evil.example", method, route="/a/b"))


def test_a_policy_of_another_library_is_not_answered_for() -> None:
    found = policy("CORS_ALLOW_ALL_ORIGINS = True\n")
    foreign = Policy(
        library="other",
        layer=found.layer,
        allow_origin=found.allow_origin,
        span=found.span,
        statement=found.statement,
        allow_credentials=found.allow_credentials,
        allow_methods=found.allow_methods,
        allow_headers=found.allow_headers,
        expose_headers=found.expose_headers,
        max_age=found.max_age,
        vary=found.vary,
    )
    assert predict(foreign, FOREIGN).doubts


def test_the_configuration_file_of_a_product_is_not_settings() -> None:
    code = "DATABASES = {}\nALLOWED_HOSTS = []\nCORS_ORIGIN_ALLOW_ALL = False\n"
    workspace = Workspace.of({"product/configuration_example.py": code})
    source = workspace.source("product/configuration_example.py")
    assert source is not None
    assert list(extract.extract(source, workspace)) == []


def test_a_setting_copied_from_another_is_where_it_is_copied() -> None:
    code = (
        "import os\n"
        "if CORS_ORIGIN_ALLOW_ALL := os.getenv('OLD') is not None:\n"
        "    CORS_ALLOW_ALL_ORIGINS = CORS_ORIGIN_ALLOW_ALL\n"
        "else:\n"
        "    CORS_ALLOW_ALL_ORIGINS = bool(os.getenv('NEW', '1'))\n"
        "CORS_ORIGIN_ALLOW_ALL = True\n"
    )
    source = Source("settings.py", code)
    found = list(extract.extract(source, Workspace.of({"settings.py": code})))
    assert {policy.span.line for policy in found} == {3, 5}
