"""Patterns as a running nginx applies them: its groups, whom it sends back, what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nginx_server
import pytest
from constructs import CONSTRUCTS
from nginx_server import Server
from test_nginx_live import policies_of, require

from corslint.allow_origin import OriginPattern
from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.pattern import compiled
from corslint.patterns.conditions import automata
from corslint.patterns.judging import Safe, Unsafe
from corslint.patterns.verdicts import form_of, judged
from corslint.wire import ALLOW_ORIGIN, Request

ORIGINS = (
    *("https://a.example", "https://a.example:8443", "https://a.example.evil.net", "null"),
    *("https://a.example.b.example", "https://ab", "https://aab", "https://b.example"),
    *("https://evila.example", "https://sub.a.example", "HTTPS://A.EXAMPLE", "acme.io"),
    *("a", "A", "b", "ab", "aB", "abc", "a.c", "a+", "[a]", "_", "8", "k", "K"),
)
GROUPS = (
    *(r"^(https?)://([^.]+)\.(.*)$", r"(a)|(b)", r"(a|ab)(c|bcd)?", r"((a)|b)+"),
    *(r"(?i)([[:^upper:]])", r"([[:^lower:]])", r"(?i)([[:^lower:]]+)", r"(a\Q\E*b)"),
    *(r"(?<first>https?)://(?<domain>[^:]+)", r"(?'first'a)", r"(?P<first>a|b)+"),
    *(r"(?=(https))", r"(?>(a|ab))", r"(.*?)\.example", r"(?:(a)|b)*", r"(a*)*", r"(|a)+b"),
    *(r"(?<=//)(\w+)", r"([^\x61]+)", r"(?i:(HTTPS))", r"\b(\w)\b", r"(\d{2,4})$"),
)
NAMES = ("first", "domain")
SENT_BACK = {
    r"(https://[a-z]+\.example)": "full",
    r"(https://.*\.example)": "full",
    r"^(https://.*?\.example)$": "full",
    r"(https://a\.example(:\d+)?)": "full",
    r"(https://a\.example|https://a\.example\.evil\.net)": "first",
    r"(https://a\.example\.evil\.net|https://a\.example)": "full",
    r"(https://a\.example(:\d+)??)": "first",
    r"(https://.*?\.example)": "first",
    r"(https?://.*?a\.example)": "first",
    r"(https://a?(ab)?)": "first",
    r"(?<whole>https://(a|b)\.example)": "full",
}
"""Patterns of which ``$1`` is sent, and how they have to fit."""

TAKEN = tuple(text for text in CONSTRUCTS if not set(text) & set("\0\n"))
CASES = tuple((text, sign) for text in (*GROUPS, *TAKEN) for sign in ("~", "~*"))


def quoted(text: str) -> str:
    """A word of nginx, for which a backslash before these two needs another."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def asked(text: str, sign: str) -> str:
    named = "".join(f"[${name}]" for name in NAMES if name in text)
    return f"""server {{ LISTEN location / {{
        if ($http_origin {sign} {quoted(text)}) {{
            return 200 "[$1][$2][$3]{named}";
        }}
        return 200 "no";
    }} }}"""


def sends(text: str, number: int) -> str:
    return f"""map $http_origin $sent_{number} {{ {quoted("~" + text)} $1; }}
    server {{ LISTEN location / {{
        add_header Access-Control-Allow-Origin $sent_{number};
        return 200;
    }} }}"""


def read(text: str, sign: str) -> bool:
    try:
        compiled(text, ignore_case=sign == "~*")
    except UndecidableError:
        return False
    return True


READ = tuple(case for case in CASES if read(*case))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Starts only if PCRE refuses none of the patterns that are read."""
    require()
    sites = {f"g{n}.test": asked(*case) for n, case in enumerate(READ)}
    sites |= {f"s{n}.test": sends(text, n) for n, text in enumerate(SENT_BACK)}
    with nginx_server.running(sites, tmp_path_factory.mktemp("nginx")) as found:
        yield found


def predicted(text: str, sign: str, origin: str) -> str:
    pattern = compiled(text, ignore_case=sign == "~*")
    found = pattern.search(origin, Fuel())
    if found is None:
        return "no"
    numbers = [1, 2, 3, *(pattern.names.get(name, 0) for name in NAMES if name in text)]
    return "".join(
        f"[{(found[each] if each < len(found) else None) or ''}]" for each in numbers
    )


@pytest.mark.parametrize("start", range(0, len(READ), 40))
def test_groups_are_those_of_nginx(server: Server, start: int) -> None:
    found: list[str] = []
    for number, (text, sign) in enumerate(READ[start : start + 40], start):
        for origin in ORIGINS:
            _, _, body = server.ask(f"g{number}.test", Request(origin))
            said = predicted(text, sign, origin)
            if said != body.decode():
                found.append(f"{sign} {text!r} on {origin!r}: {said}, {body.decode()}")
    assert found == []


def test_most_of_what_is_compared_is_read() -> None:
    left = [text for text in GROUPS if not read(text, "~") or not read(text, "~*")]
    assert left == [r"(a\Q\E*b)", r"(?<=//)(\w+)"]
    assert len(READ) > len(CASES) // 2


@pytest.mark.parametrize(("number", "text"), list(enumerate(SENT_BACK)), ids=str)
def test_who_is_sent_its_own_origin(server: Server, number: int, text: str) -> None:
    """A search prefers the match that it finds first, which may be a part of the origin."""
    [policy] = policies_of(sends(text, number))
    part = policy.allow_origin
    assert isinstance(part, OriginPattern)
    assert (part.text, part.mode) == (text, SENT_BACK[text])
    made = automata(form_of(part))
    for origin in ORIGINS:
        _, headers = server.lines(f"s{number}.test", Request(origin))
        alone = dict(headers).get(ALLOW_ORIGIN) == origin
        assert (made.exact, made.accepts(origin)) == (True, alone), origin


def test_an_origin_that_is_cut_short_is_no_opening() -> None:
    first, last = r"(https://a\.com|https://a\.com.*)", r"(https://a\.com.*|https://a\.com)"
    [cut], [whole] = policies_of(sends(first, 0)), policies_of(sends(last, 0))
    assert isinstance(cut.allow_origin, OriginPattern)
    assert isinstance(whole.allow_origin, OriginPattern)
    assert judged(cut.allow_origin).verdict == Safe()
    assert isinstance(judged(whole.allow_origin).verdict, Unsafe)


REFUSED = (
    *(
        "(",
        ")",
        "[a",
        "*a",
        "a{2,1}",
        "[z-a]",
        "[[:foo:]]",
        "[:alpha:]",
        "[.a.]",
        "(?P<n>a",
    ),
    *(r"\B+", "^*", "(?m)^{2}", r"[]\V", "(?<n>a)(?<n>b)", "(?<=a+)b", r"(a)\2", "(?z)a"),
    *(r"\x{110000}", "(?<1n>a)", "[[=a=]]", r"a\c", "(?(2)a)", r"\p{Foo}", "(?"),
)


@pytest.mark.parametrize("text", REFUSED)
def test_what_nginx_does_not_start_with_is_not_read(text: str, tmp_path: Path) -> None:
    require()
    site = asked(text, "~")
    said = nginx_server.refuses(site, tmp_path)
    assert said is not None
    assert not read(text, "~")
