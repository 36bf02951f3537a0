"""Origins as text: what browsers really sent is well formed, what they refused is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corslint.origin import corrected, entry, malformed
from corslint.source import Span

REFERENCE = Path(__file__).parents[1] / "../shared/reference"
MATRICES = ("browser_matrix.json", "browser_matrix_firefox.json")
HERE = Span("app.py", 1, 1, 1, 2)

# By the title of the case: one value of Allow-Origin that two browsers were given.
FORMS = {
    "trailing slash": "has a trailing slash",
    "origin plus path": "has a path",
    "host in upper case": "has upper-case letters",
    "scheme in upper case": "has upper-case letters",
    "host without scheme": "has no scheme",
    "scheme-relative //host": "has no scheme",
    "two origins, comma": "holds several origins",
    "two origins, space": "holds several origins",
    "two origins, semicolon": "holds several origins",
    "subdomain wildcard": "has a `*` that is compared as plain text",
    "port wildcard": "has a `*` that is compared as plain text",
    "regex text": "is a pattern that is compared as plain text",
    "quoted origin": "has quotes as part of its text",
    "quoted star": "has quotes as part of its text",
    "empty value": "is empty",
    "star and origin in one value": "holds several origins",
    "userinfo in value": "has a user name in it",
    "unexpanded template text": "holds a placeholder that nothing fills in",
    "language list repr": "is the text of a list",
    "page on default port, value with :80": (
        "names the scheme's own port, which browsers leave out"
    ),
    "TLS page on default port, value with :443": (
        "names the scheme's own port, which browsers leave out"
    ),
    "IDN page, U-label in value": (
        "has letters outside ASCII, which browsers send as `xn--`"
    ),
    "sandboxed frame, value Null": "is not the lower-case `null` that browsers send",
}


def recorded(matrix: str) -> Iterator[tuple[str, str, str, bool]]:
    """Title, value of Allow-Origin, the Origin that arrived, whether it was readable."""
    for case in json.loads((REFERENCE / matrix).read_text("utf-8"))["results"]:
        headers = (case["response"] or {}).get("headers", [])
        values = [value for name, value in headers if name.lower().endswith("allow-origin")]
        plain = case["id"].split("-")[0] in ("acao", "origin", "null")
        if plain and len(values) == 1 and "cred" not in case["id"]:
            value = values[0].strip(" \t")
            yield case["title"], value, case["server_saw"][-1]["origin"], case["readable"]


def origins_seen() -> Iterator[str]:
    """Every Origin header that a browser sent in the recordings."""
    for matrix in MATRICES:
        for case in json.loads((REFERENCE / matrix).read_text("utf-8"))["results"]:
            yield from (seen["origin"] for seen in case["server_saw"] if seen.get("origin"))
    hosts = json.loads((REFERENCE / "browser_hosts.json").read_text("utf-8"))
    unmapped = (run for run in hosts["runs"] if not run.get("args"))
    for run in unmapped:
        for places in run["characters"].values():
            for place in places.values():
                if place.get("origin_header"):
                    yield place["origin_header"]


@pytest.mark.parametrize("matrix", MATRICES)
def test_an_entry_admits_what_browsers_let_read(matrix: str) -> None:
    cases = list(recorded(matrix))
    assert len(cases) > 40
    for title, value, origin, readable in cases:
        admitted = value == "*" or origin in entry(value, HERE).admits
        assert admitted is readable, title


@pytest.mark.parametrize("matrix", MATRICES)
def test_the_phrase_names_what_is_wrong(matrix: str) -> None:
    seen = {title: malformed(value) for title, value, _, _ in recorded(matrix)}
    assert {title: seen[title] for title in FORMS} == FORMS


def test_origins_that_browsers_sent_are_well_formed() -> None:
    seen = set(origins_seen())
    assert len(seen) > 20
    assert {origin: malformed(origin) for origin in seen if malformed(origin)} == {}


@pytest.mark.parametrize(
    "text",
    [
        "https://app.example",
        "http://localhost:3000",
        "http://127.0.0.1:8080",
        "http://[::1]:3000",
        "http://[::ffff:102:304]",
        "https://xn--bcher-kva.example",
        "https://under_score.example",
        "https://app.example.",
        "http://intranet",
        "capacitor://localhost",
        "ionic://localhost",
        "tauri://localhost",
        "app://.",
        "file://",
        "chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb",
        "moz-extension://0b42ac90-1f0a-4d36-8b1d-4b1d7c6a9b1c",
        "safari-web-extension://4A6F3B1E-0000-4000-8000-1234567890AB",
        "null",
        "*",
    ],
)
def test_well_formed(text: str) -> None:
    assert malformed(text) is None
    assert corrected(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("https://app.example/", "https://app.example"),
        ("https://app.example/login?x#y", "https://app.example"),
        ("HTTPS://App.Example", "https://app.example"),
        ("https://app.example:443", "https://app.example"),
        ("http://app.example:80/", "http://app.example"),
        ("http://app.example:08081", "http://app.example:8081"),
        ("app.example", "https://app.example"),
        ("app.example:8443/", "https://app.example:8443"),
        ("//app.example", "https://app.example"),
        ("localhost:3000", "http://localhost:3000"),
        ("https://user:secret@app.example", "https://app.example"),
        ("'https://app.example'", "https://app.example"),
        (" https://app.example", "https://app.example"),
        ("http://b\u00fccher.example", "http://xn--bcher-kva.example"),
        ("http://[0:0:0:0:0:0:0:1]:3000", "http://[::1]:3000"),
        ("Null", "null"),
        ("'null'", "null"),
        ("capacitor://localhost/", "capacitor://localhost"),
        ("file:///", "file://"),
    ],
)
def test_corrected(text: str, meant: str) -> None:
    assert malformed(text) is not None
    assert corrected(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(null)",
        "https://",
        "https://*.app.example",
        "https://a.example, https://b.example",
        "https://a.example https://b.example",
        "['https://a.example']",
        r"^https://a\.example$",
        "${CORS_ORIGIN}",
        "https://{{ host }}",
        "wss://app.example",
        "https://a..example",
        "https://[::zz]",
        "http://[fe80::1%25eth0]",
        "http://127.1",
        "http://0x7f.0.0.1",
        "https://app.example:99999",
        "https://app.example:port",
        "http://stra\u00dfe.example",
        "1http://a.example",
    ],
)
def test_nobody_can_tell_what_was_meant(text: str) -> None:
    assert malformed(text) is not None
    assert corrected(text) is None


def test_an_entry_keeps_its_places() -> None:
    there = Span("settings.py", 3, 1, 3, 9)
    found = entry("https://app.example", HERE, (there,), "ORIGIN")
    assert (found.text, found.span, found.admits) == (
        "https://app.example",
        HERE,
        ("https://app.example",),
    )
    assert (found.dead, found.via, found.variable) == (None, (there,), "ORIGIN")


def test_a_star_is_no_origin_where_texts_are_compared() -> None:
    found = entry("*", HERE)
    assert found.admits == ()
    assert found.dead is not None


def test_null_is_admitted_by_its_name() -> None:
    assert entry("null", HERE).admits == ("null",)


HOSTS = st.from_regex(r"[a-z][a-z0-9]{0,5}(\.[a-z][a-z0-9-]{0,5}){0,3}", fullmatch=True)
PORTS = st.one_of(st.none(), st.integers(1, 65535))


@given(st.sampled_from(("http", "https")), HOSTS, PORTS)
def test_scheme_host_and_port_are_an_origin(
    scheme: str, host: str, port: int | None
) -> None:
    default = {"http": 80, "https": 443}[scheme]
    text = f"{scheme}://{host}" if port is None else f"{scheme}://{host}:{port}"
    assert (malformed(text) is None) is (port != default)
    assert corrected(f"{text}/") == (f"{scheme}://{host}" if port == default else text)


@given(st.one_of(st.text(), st.text("htps:/.*@[]%\\?#a0\u00fc,; '\"$^", max_size=30)))
def test_any_text_is_judged(text: str) -> None:
    fault, meant = malformed(text), corrected(text)
    assert fault is None or fault.strip() == fault != ""
    assert meant is None or malformed(meant) is None
    if fault is None:
        assert meant == text
