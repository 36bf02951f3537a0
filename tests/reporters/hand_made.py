"""A report made by hand, with what trips reporters: é, emoji, tabs, CRLF, escape codes."""

from __future__ import annotations

from pathlib import Path

from corslint.allow_origin import AnyOrigin, Sent
from corslint.engine.failure import Failure
from corslint.engine.lint import Report
from corslint.finding import (
    Confidence,
    Effect,
    Finding,
    Note,
    Severity,
    Suppression,
    Witness,
)
from corslint.policy import Layer, Policy, nothing
from corslint.reporters import Files, View
from corslint.source import Source, Span
from corslint.value import Known
from corslint.wire import Answer, Outcome, Request, Verdict

GOLDEN = Path(__file__).parents[1] / "data/reports"

API = (
    "from flask_cors import CORS\r\n"
    "\r\n"
    "from shop.settings import ORIGINS\r\n"
    "\r\n"
    "def open_shop(app):\r\n"
    '\tname = "é😀"; CORS(app, origins=ORIGINS, supports_credentials=True)\r\n'
    "\treturn app\r\n"
)
SETTINGS = 'import os\n\nORIGINS = os.environ.get("ORIGINS", "*").split(",")\n'
HOSTILE = (
    "server {\n"
    '    add_header Access-Control-Allow-Origin "https://a.example\x1b]0;owned\x07/";\n'
    "} # [red]\u202e\x9b31m:smile:\n"
)
LONG = f'x = "{"a" * 200}"; CORS(app, origins="http://shop.example") # {"b" * 200}\n'
SOURCES = {
    path: Source(path, text)
    for path, text in {
        "shop/api.py": API,
        "shop/settings.py": SETTINGS,
        "conf d/a,b:c%é.conf": HOSTILE,
        "shop/long.py": LONG,
    }.items()
}


def span_of(path: str, text: str) -> Span:
    start = SOURCES[path].text.index(text)
    return SOURCES[path].span(start, start + len(text))


CALL = span_of("shop/api.py", "CORS(app, origins=ORIGINS, supports_credentials=True)")
FOR_ANYBODY = Finding(
    rule="CORS201",
    name="credentials-for-any-origin",
    severity=Severity.CRITICAL,
    confidence=Confidence.LIKELY,
    effect=Effect.OPEN,
    message="any site reads what a signed-in visitor sees: `*` with credentials is "
    "answered with the caller's own origin while `ORIGINS` is unset",
    why="Cookies travel with the request.",
    fix="Name the origins whose pages need cookies:\n\n"
    '    CORS(app, origins=["https://shop.example"], supports_credentials=True)'
    "  # no slash, no path\n\n"
    "Without cookies, drop `supports_credentials`.",
    span=span_of("shop/api.py", "origins=ORIGINS"),
    statement=CALL,
    library="flask_cors",
    layer="app",
    witness=Witness(
        Request("https://evil.example", credentials=True),
        Answer(
            (
                ("Access-Control-Allow-Origin", "https://evil.example"),
                ("Access-Control-Allow-Credentials", "true"),
                ("Vary", "Origin"),
            )
        ),
        Verdict(Outcome.READABLE, "Access-Control-Allow-Origin is the caller's origin"),
    ),
    related=(
        Note(
            span_of("shop/api.py", "supports_credentials=True"), "cookies are allowed here"
        ),
        Note(
            span_of("shop/settings.py", '"*"'), "the default of `ORIGINS` comes from here"
        ),
    ),
    help="docs/rules/credentials-for-any-origin.md",
    fingerprint="f" * 32,
)
WITH_SLASH = Finding(
    rule="CORS105",
    name="malformed-origin",
    severity=Severity.MEDIUM,
    confidence=Confidence.CERTAIN,
    effect=Effect.BROKEN,
    message="`https://a.example\x1b]0;owned\x07/` never equals an Origin, 100% [link](1)",
    why="",
    fix="Drop the slash.",
    span=span_of("conf d/a,b:c%é.conf", '"https://a.example\x1b]0;owned\x07/"'),
    statement=span_of("conf d/a,b:c%é.conf", "add_header"),
    library="nginx",
    layer="proxy",
    witness=Witness(
        Request("https://a.example", "OPTIONS", True, "PUT", ("content-type", "x-demo")),
        Answer(
            (("Access-Control-Allow-Origin", "https://a.example\x1b]0;owned\x07/"),), 204
        ),
        Verdict(
            Outcome.BLOCKED,
            "on the preflight, Access-Control-Allow-Origin: "
            "https://a.example\x1b]0;owned\x07/ is not the caller's origin https://a.example",
        ),
    ),
    related=(
        Note(
            span_of("conf d/a,b:c%é.conf", '"https://a.example\x1b]0;owned\x07/"'),
            "a slash",
        ),
        Note(Span("gone.conf", 7, 1, 7, 9), "included from a file that is not at hand"),
    ),
    help="docs/rules/malformed-origin.md",
    fingerprint="a" * 32,
)
PLAIN_HTTP = Finding(
    rule="CORS109",
    name="insecure-origin",
    severity=Severity.LOW,
    confidence=Confidence.CERTAIN,
    effect=Effect.OPEN,
    message="anybody on the network speaks for `http://shop.example`",
    why="",
    fix="Drop the slash.",
    span=span_of("shop/long.py", '"http://shop.example"'),
    statement=span_of("shop/long.py", "CORS(app"),
    library="flask_cors",
    layer="app",
)
ACCEPTED = Finding(
    rule="CORS101",
    name="any-origin",
    severity=Severity.LOW,
    confidence=Confidence.CERTAIN,
    effect=Effect.OPEN,
    message="every origin is admitted",
    why="",
    fix="",
    span=span_of("shop/settings.py", '"*"'),
    statement=span_of("shop/settings.py", "ORIGINS"),
    suppression=Suppression("a public price list"),
)
HERE = span_of("shop/api.py", "CORS(app")
POLICY = Policy(
    library="flask_cors",
    layer=Layer.APP,
    allow_origin=AnyOrigin(Sent.ECHO, HERE),
    span=HERE,
    statement=HERE,
    allow_credentials=Known("true", HERE),
    allow_methods=nothing(HERE),
    allow_headers=nothing(HERE),
    expose_headers=nothing(HERE),
    max_age=nothing(HERE),
    vary=Known(True, HERE),
)
REPORT = Report(
    findings=(WITH_SLASH, FOR_ANYBODY, PLAIN_HTTP),
    policies=(POLICY, POLICY, POLICY),
    undecided=2,
    suppressed=(ACCEPTED,),
    failures=(Failure("extractor fastapi", "shop/odd.py", "KeyError: 'x'"),),
    parsed=4,
    sources=SOURCES,
)
CLEAN = Report((), (POLICY,), 0, (), (), 1, {})
EMPTY = Report((), (), 0, (), (), 0, {})
HELP_ROOT = "https://corslint.example/"
VIEW = View(REPORT, Files(40, 5, 4, 1), ("shop/sealed: permission denied",))


def golden(name: str) -> str:
    # newline="" keeps a stray carriage return visible.
    with open(GOLDEN / name, encoding="utf-8", newline="") as file:
        return file.read()
