"""Guards written by hand: who really gets past them, and what is said about it.

The truth comes from running each guard. One that admits a stranger must be reported with an
origin that the guard itself lets in; one that admits none must stay silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import Any

import pytest

from corslint.engine import lint as engine
from corslint.finding import Confidence, Finding, Severity
from corslint.origin import malformed
from corslint.source import Source, Workspace
from corslint.wire import ALLOW_ORIGIN

PROGRAM = """
import re
from fnmatch import fnmatch
from urllib.parse import urlparse, urlsplit

from flask import Flask, request

app = Flask(__name__)
ALLOWED = {{"https://app.example.com", "https://admin.example.com"}}
DOMAIN = "example.com"
DOMAINS = ["example.com", "example.org"]
ORIGINS = "https://app.example.com,https://admin.example.com"
HOSTS = ("app.example.com", "admin.example.com")


def bare(origin):
    return origin.replace("https://", "").replace("http://", "").split(":")[0]


def admits(origin):
{guard}


@app.after_request
def cors(response):
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin and admits(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
    return response
"""

WEAK = {
    "suffix": 'return origin.endswith("example.com")',
    "suffix of a constant": "return origin.endswith(DOMAIN)",
    "suffixes": 'return origin.endswith((".example.com", "example.org"))',
    "suffix in a template": 'return origin.endswith(f"{DOMAIN}")',
    "suffix of bytes": 'return origin.encode().endswith(b"example.com")',
    "suffix, any case": 'return origin.lower().endswith("example.com")',
    "suffix that is for sale": 'return origin.endswith(".com")',
    "suffix of a shared host, no dot": 'return origin.endswith("shop.vercel.app")',
    "suffix with a hyphen on a shared host": 'return origin.endswith("-shop.vercel.app")',
    "suffix that is a port": 'return origin.endswith(":3000")',
    "suffix by slice": 'return origin[-11:] == "example.com"',
    "suffix by length": "return origin[-len(DOMAIN):] == DOMAIN",
    "suffix of the netloc": 'return urlparse(origin).netloc.endswith("example.com")',
    "suffix of the host": 'return (urlsplit(origin).hostname or "").endswith("example.com")',
    "suffix after the slashes": 'return origin.split("//")[-1].endswith("example.com")',
    "suffix without port": (
        'return origin.split("://", 1)[1].split(":")[0].endswith("example.com")'
        ' if "://" in origin else False'
    ),
    "suffix by a helper": 'return bare(origin).endswith("example.com")',
    "suffix without scheme": 'return origin.removeprefix("https://").endswith("example.com")',
    "suffix with https": (
        'return origin.startswith("https://") and origin.endswith("example.com")'
    ),
    "suffix with http": (
        'return origin.startswith("http://") and origin.endswith("example.com")'
    ),
    "suffix after a prefix": (
        'return origin.startswith("https://app.") and origin.endswith("example.com")'
    ),
    "suffix, others turned away": (
        'if not origin.endswith("example.com"):\n    return False\nreturn True'
    ),
    "suffix, mapped": "return any(map(origin.endswith, DOMAINS))",
    "suffix, the first that fits": (
        "return next((each for each in DOMAINS if origin.endswith(each)), None)"
    ),
    "suffix, those that fit": "return [each for each in DOMAINS if origin.endswith(each)]",
    "suffix, in a loop": (
        "for each in DOMAINS:\n    if origin.endswith(each):\n        return True\n"
        "return False"
    ),
    "prefix": 'return origin.startswith("https://app.example.com")',
    "prefixes": "return origin.startswith(tuple(ALLOWED))",
    "prefix, any of": "return any(origin.startswith(each) for each in ALLOWED)",
    "prefix of the host": 'return origin.startswith("https://app.")',
    "prefix with a hyphen": 'return origin.startswith("https://app-")',
    "prefix by slice": 'return origin[:23] == "https://app.example.com"',
    "prefix after the slashes": 'return origin.split("//")[-1].startswith("example.com")',
    "prefix by partition": 'return origin.partition("://")[2].startswith("app.example.com")',
    "prefix that is loopback": 'return origin.startswith("http://localhost")',
    "prefix that is a private network": 'return origin.startswith("http://192.168.")',
    "prefix beside a list": (
        'return origin in ALLOWED or origin.startswith("https://example.com")'
    ),
    "substring": 'return "example.com" in origin',
    "substring of a constant": "return DOMAIN in origin",
    "substrings": "return any(each in origin for each in DOMAINS)",
    "substring that is loopback": 'return "localhost" in origin or "127.0.0.1" in origin',
    "substring with slashes": 'return "//app.example.com" in origin',
    "substring with a dot": 'return ".example.com" in origin',
    "substrings, both": 'return "shop" in origin and "acme" in origin',
    "substrings, all of": 'return all(each in origin for each in ("shop", "acme"))',
    "substring by find": 'return origin.find("example.com") != -1',
    "substring by rfind": 'return origin.rfind("example.com") > 0',
    "substring by count": 'return origin.count("example.com") == 1',
    "substring of the host": 'return "example.com" in (urlparse(origin).hostname or "")',
    "piece of a list": "return origin in ORIGINS",
    "piece of a list of hosts": 'return bare(origin) in "example.com,example.org"',
    "piece of what should be a tuple": 'return urlparse(origin).hostname in ("example.com")',
    "beginning of a text": 'return "https://app.example.com".startswith(origin)',
    "one label": 'return origin.split(".")[-2:-1] != [] and origin.split(".")[-2] == "shop"',
    "the first label": 'return bare(origin).split(".")[0] == "app"',
    "the port alone": "return urlsplit(origin).port == 8443",
    "a test that is not the one": (
        'if origin.startswith("https://"):\n    return "example.com" in origin\nreturn False'
    ),
}
SOUND = {
    "one origin": 'return origin == "https://app.example.com"',
    "a set": "return origin in ALLOWED",
    "a set, any case": "return origin.lower() in ALLOWED",
    "a list from a text": 'return origin in ORIGINS.split(",")',
    "a list that is stripped": 'return origin in [each.strip() for each in ORIGINS.split(",")]',
    "any that is equal": "return any(origin == each for each in ALLOWED)",
    "keys of a table": 'return origin in {"https://app.example.com": 1}',
    "the host in a tuple": "return urlparse(origin).hostname in HOSTS",
    "the host by hand": "return bare(origin) in HOSTS",
    "after the slashes": 'return origin.split("//")[-1] in HOSTS',
    "without scheme": 'return origin.removeprefix("https://") == "app.example.com"',
    "by slice": 'return origin[8:] == "app.example.com"',
    "suffix with the dot": 'return origin.endswith(".example.com")',
    "suffix with dot or slashes": (
        'return origin.endswith((".example.com", "://example.com"))'
    ),
    "suffix with dot and https": (
        'return origin.startswith("https://") and origin.endswith(".example.com")'
    ),
    "suffix with a hyphen below the domain": 'return origin.endswith("-team.example.com")',
    "the domain or below": (
        'host = urlsplit(origin).hostname or ""\n'
        'return host == "example.com" or host.endswith(".example.com")'
    ),
    "the domain or below, in a loop": (
        'host = urlsplit(origin).hostname or ""\n'
        "for each in DOMAINS:\n"
        '    if host == each or host.endswith("." + each):\n'
        "        return True\n"
        "return False"
    ),
    "the last two labels": 'return origin.split(".")[-2:] == ["acme", "com"]',
    "the last two labels, joined": (
        'return ".".join(bare(origin).split(".")[-2:]) == "example.com"'
    ),
    "prefix up to the port": 'return origin.startswith("https://app.example.com:")',
    "prefix up to the path, which never comes": (
        'return origin.startswith("https://app.example.com/")'
    ),
    "prefix of loopback up to the port": 'return origin.startswith("http://localhost:")',
    "loopback": 'return urlparse(origin).hostname in ("localhost", "127.0.0.1", "::1")',
    "a name that nobody registers": 'return origin.endswith("localhost")',
    "a name inside the house": 'return origin.endswith("intranet.local")',
    "a suffix that is not for sale": 'return origin.endswith("health.gov")',
    "two tests that exclude each other": (
        'return origin.startswith("https://") and origin == "http://app.example.com"'
    ),
    "nobody": "return False",
}
OTHERS = {
    "everybody": "return True",
    "null": 'return origin == "null"',
    "scheme alone": 'return origin.startswith("https://")',
    "everybody at a shared host": 'return origin.endswith(".vercel.app")',
    "a pattern": 'return re.match(r"https://app\\.example\\.com", origin)',
    "a pattern that is compiled": (
        'return re.compile("^https://.*example.com$").match(origin)'
    ),
    "a pattern beside a list": 'return origin in ALLOWED or re.search("example.com", origin)',
    "a glob": 'return fnmatch(origin, "https://*example.com")',
    "somebody else decides": "return origin.endswith(app.config['DOMAIN'])",
}
"""Weak or not, these are for other rules, or cannot be told."""


def program(guard: str) -> str:
    return PROGRAM.format(guard=indent(guard, "    "))


def run(guard: str) -> Any:
    """The guard itself, in the names of its program but without a server."""
    before, _, after = program(guard).partition("from flask import Flask, request\n")
    body = after.partition("@app.after_request")[0].replace("app = Flask(__name__)", "")
    names: dict[str, Any] = {}
    exec(before + body, names)
    return names["admits"]


def weak(guard: str) -> list[Finding]:
    source = Source("app.py", program(guard))
    report = engine.lint([source], Workspace.of({"app.py": source.text}))
    assert report.failures == ()
    return [finding for finding in report.findings if finding.name == "weak-origin-check"]


def strangers() -> Iterator[str]:
    """Origins that belong to none of the guards' owners."""
    for name in ("example.com", "app.example.com", "example.org", "acme.com", "localhost"):
        for scheme in ("https", "http"):
            for port in ("", ":3000", ":8443"):
                yield f"{scheme}://{name}.evil.net{port}"
                yield f"{scheme}://evil-{name}.evil.net{port}"
                yield f"{scheme}://x.{name}.evil.net{port}"
                if name != "localhost":
                    yield f"{scheme}://evil{name.replace('.', '')}.com{port}"
                    yield f"{scheme}://app.evil{name.rpartition('.')[0][-7:]}.com{port}"
    yield from ("null", "https://evil.net", "http://evil.net", "https://example.co")
    yield from ("https://evilexample.com", "https://app.evilexample.com")
    yield from ("https://app.example.co", "https://ample.com", "https://xample.com")


@pytest.mark.parametrize("name", WEAK)
def test_weak_guard_has_a_witness_that_it_admits(name: str) -> None:
    [finding] = weak(WEAK[name])
    assert finding.witness is not None
    origin = finding.witness.request.origin
    assert origin is not None
    assert run(WEAK[name])(origin)
    assert finding.witness.answer.value(ALLOW_ORIGIN) == origin
    assert f"`{origin}` can read these responses, because" in finding.message
    assert malformed(origin) is None


@pytest.mark.parametrize("name", WEAK)
def test_the_test_that_lets_in_is_pointed_at(name: str) -> None:
    [finding] = weak(WEAK[name])
    lines = program(WEAK[name]).splitlines()
    first, last = lines.index("def admits(origin):") + 2, lines.index("@app.after_request")
    [note] = [one for one in finding.related if "this test accepts" in one.text]
    helper = (lines.index("def bare(origin):") + 1, lines.index("def admits(origin):"))
    inside = first <= note.span.line <= last
    assert inside or helper[0] <= note.span.line <= helper[1]
    assert finding.severity is Severity.HIGH
    assert finding.confidence is Confidence.CERTAIN


@pytest.mark.parametrize("name", SOUND)
def test_sound_guard_is_silent(name: str) -> None:
    admits = run(SOUND[name])
    assert not [origin for origin in strangers() if admits(origin)]
    assert weak(SOUND[name]) == []


@pytest.mark.parametrize("name", OTHERS)
def test_what_other_rules_say_is_left_to_them(name: str) -> None:
    assert weak(OTHERS[name]) == []


def test_the_table_is_large() -> None:
    assert len(WEAK) >= 40
    assert len(SOUND) >= 25


def test_with_cookies_it_is_critical() -> None:
    code = program(WEAK["suffix"]).replace(
        "    return response",
        '    response.headers["Access-Control-Allow-Credentials"] = "true"\n'
        "    return response",
    )
    report = engine.lint([Source("app.py", code)], Workspace.of({"app.py": code}))
    [finding] = [one for one in report.findings if one.name == "weak-origin-check"]
    assert finding.severity is Severity.CRITICAL
    assert "with the visitor's cookies" in finding.message


def test_a_text_from_the_environment_is_named() -> None:
    code = program(WEAK["suffix of a constant"]).replace(
        'DOMAIN = "example.com"',
        'import os\nDOMAIN = os.environ.get("DOMAIN", "example.com")',
    )
    report = engine.lint([Source("app.py", code)], Workspace.of({"app.py": code}))
    [finding] = [one for one in report.findings if one.name == "weak-origin-check"]
    assert finding.confidence is Confidence.LIKELY
    assert "while `DOMAIN` is unset" in finding.message


ADVICE = {
    "suffix": 'host == "example.com" or host.endswith(".example.com")',
    "substring": 'host.endswith(".example.com")',
    "prefix": "What follows a prefix",
    "piece of a list": "only whole items of a list or set",
    "the port alone": "The parts that are not compared",
}


@pytest.mark.parametrize("name", ADVICE)
def test_the_advice_fits_the_test(name: str) -> None:
    [finding] = weak(WEAK[name])
    assert ADVICE[name] in finding.fix
    assert "Compare whole origins" in finding.fix


@pytest.mark.parametrize("name", ["suffix", "substring", "suffix of the host"])
def test_the_advice_is_sound_itself(name: str) -> None:
    """What the fix proposes, put in the place of the guard, admits no stranger."""
    [finding] = weak(WEAK[name])
    test = finding.fix.partition("the dot: `")[2].partition("`")[0]
    guard = (
        "scheme = urlsplit(origin).scheme\n"
        'host = urlsplit(origin).hostname or ""\n'
        f"return {test}"
    )
    admits = run(guard)
    assert admits("https://app.example.com")
    assert not [origin for origin in strangers() if admits(origin)]
    assert weak(guard) == []


TWICE = """
from flask import Flask, request

app = Flask(__name__)


@app.after_request
def cors(response):
    origin = request.headers.get("Origin", "")
    if origin.endswith("example.com"):
        response.vary.add("Origin")
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Methods"] = "PUT"
        else:
            response.headers["Access-Control-Allow-Origin"] = origin{comment}
    return response
"""


def weak_lines(code: str) -> list[tuple[int, list[int]]]:
    report = engine.lint([Source("app.py", code)], Workspace.of({"app.py": code}))
    return [
        (one.span.line, [note.span.line for note in one.related])
        for one in report.findings
        if one.name == "weak-origin-check"
    ]


def test_one_test_that_decides_at_two_places_is_one_finding() -> None:
    assert weak_lines(TWICE.format(comment="")) == [(13, [10, 16])]


def test_an_ignore_at_one_of_the_places_leaves_the_other() -> None:
    comment = "  # corslint: ignore[weak-origin-check] meant"
    assert weak_lines(TWICE.format(comment=comment)) == [(13, [10])]
