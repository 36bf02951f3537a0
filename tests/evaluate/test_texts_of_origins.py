"""How programs take an Origin apart, against Python doing it, and what is noted of it."""

from __future__ import annotations

import urllib.parse
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_values import UNKNOWN, studied, sunk

from corslint.allow_origin import OriginTest, Way
from corslint.evaluate.machine import Probe

ORIGIN = "https://app.example.com:8443"
HEADER = f'O = "{ORIGIN}"\nD = ["example.com", "example.org"]\nT = ("a", "b", "c")\n'
EXPRESSIONS = (
    "O[8:]",
    "O[:5]",
    "O[-len(D[0]):]",
    "O[len('https://'):]",
    "O[::2]",
    "O[8:len(O)]",
    "O[-4:]",
    "O.split('.')[-2:]",
    "O.split('.')[1:]",
    "'.'.join(O.split('.')[-2:])",
    "list(T[1:])",
    "list(T[::-1])",
    "list(map(O.endswith, D))",
    "any(map(O.startswith, ('https://app', 'x')))",
    "all(map(lambda each: each in O, ('app', 'example')))",
    "list(filter(lambda each: each.endswith('org'), D))",
    "list(filter(O.endswith, ('8443', 'x')))",
    "next(each for each in D if each in O)",
    "next((each for each in D if each == O), None)",
    "next((each for each in D if each.endswith('org')), 'none')",
    "urlsplit(O).hostname",
    "urlsplit(O).netloc",
    "urlsplit(O).scheme",
    "urlsplit(O).port",
    "urlparse(O).hostname",
    "urlparse(O).path",
    "urllib.parse.urlparse(O).netloc",
    "urlsplit('null').hostname",
    "urlsplit(O.encode()).hostname",
    "urlsplit(O).netloc.partition(':')[0].endswith('example.com')",
)
IMPORTS = "import urllib.parse\nfrom urllib.parse import urlparse, urlsplit\n"
SINK = f"from outside import cors_sink\n{IMPORTS}"


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expression_is_what_python_makes_of_it(expression: str) -> None:
    names: dict[str, Any] = {}
    exec(f"{IMPORTS}{HEADER}value = {expression}", names)
    assert sunk(f"{SINK}{HEADER}cors_sink({expression})\n") == [names["value"]]


@given(
    st.one_of(
        st.text("htps:/.a-_@[]%#?\u00e9 \n\\", max_size=20),
        st.builds(
            "{}://{}{}".format,
            st.sampled_from(("https", "http", "HTTP", "file", "")),
            st.text("aA.-_1[]:@", max_size=10),
            st.sampled_from(("", ":80", ":x", ":99999", "/p?q#f")),
        ),
    ),
    st.sampled_from(("scheme", "netloc", "hostname", "port", "path", "query", "username")),
)
def test_address_is_split_as_python_does(text: str, part: str) -> None:
    """Where Python raises, nothing is known."""
    try:
        expected = getattr(urllib.parse.urlsplit(text), part)
    except ValueError:
        expected = UNKNOWN
    code = f"{SINK}cors_sink(urlsplit({text!r}).{part})\n"
    assert sunk(code) == [expected]


UNKNOWN_ONES = (
    "O[n:]",
    "list(map(n, D))",
    "urlsplit(n).hostname",
    "next(n)",
    "urlsplit(O).geturl()",
    "list(filter(lambda each: each == n, D))",
)


@pytest.mark.parametrize("expression", UNKNOWN_ONES)
def test_what_rests_on_something_unknown_is_unknown(expression: str) -> None:
    code = f"from elsewhere import n\n{SINK}{HEADER}cors_sink({expression})\n"
    assert sunk(code) in ([UNKNOWN], [[UNKNOWN]], [[UNKNOWN] * 2])  # D has two items


# What is noted while a request runs through


def met(body: str, origin: str = "https://app.acme.com") -> list[OriginTest]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    code = (
        "import re\nfrom urllib.parse import urlsplit\n"
        "ALLOWED = {'https://a.example', 'https://b.example'}\n"
        f"def cors(request, response):\n    origin = request.headers.get('Origin')\n{lines}"
        "    response.headers['Access-Control-Allow-Origin'] = allowed\n"
    )
    found = studied(code)
    [path] = found.explore(found.marked[0], Probe(origin)).paths
    return list(path.held)


NOTED = {
    "allowed = origin == 'https://a.example'": [(Way.EQUALS, "https://a.example", False)],
    "allowed = 'https://a.example' != origin": [(Way.EQUALS, "https://a.example", False)],
    "allowed = origin in ['x', 'https://app.acme.com']": [
        (Way.EQUALS, "x", False),
        (Way.EQUALS, "https://app.acme.com", True),
    ],
    "allowed = origin in {'x': 1}": [(Way.EQUALS, "x", False)],
    "allowed = origin in 'https://app.acme.com,x'": [
        (Way.INSIDE, "https://app.acme.com,x", True)
    ],
    "allowed = 'acme' in origin": [(Way.CONTAINS, "acme", True)],
    "allowed = 'acme' not in origin": [(Way.CONTAINS, "acme", True)],
    "allowed = origin.startswith(('x', 'https'))": [
        (Way.STARTS, "x", False),
        (Way.STARTS, "https", True),
    ],
    "allowed = origin.lower().endswith('.com')": [(Way.ENDS, ".com", True)],
    "allowed = 'https://app.acme.com/'.startswith(origin)": [
        (Way.INSIDE, "https://app.acme.com/", True)
    ],
    "allowed = origin.find('acme') > 0": [(Way.CONTAINS, "acme", True)],
    "allowed = origin.count('x')": [(Way.CONTAINS, "x", False)],
    "allowed = re.match('https', origin)": [(Way.MATCHES, "https", True)],
    "allowed = re.compile('x$').search(origin)": [(Way.MATCHES, "x$", False)],
    "allowed = urlsplit(origin).hostname == 'acme.com'": [(Way.EQUALS, "acme.com", False)],
    "allowed = urlsplit(origin + ':99').port == 99": [(Way.EQUALS, "99", True)],
    "allowed = 'acme' in origin.split('.')": [
        (Way.EQUALS, "acme", False),
        (Way.EQUALS, "acme", True),
        (Way.EQUALS, "acme", False),
    ],
    "allowed = origin == origin.lower()": [],
    "allowed = 'a' in 'abc'": [],
}


@pytest.mark.parametrize("body", NOTED)
def test_what_is_held_against_the_origin_is_noted(body: str) -> None:
    assert [(test.way, test.text, test.holds) for test in met(body)] == NOTED[body]


def test_what_is_looked_at_is_noted_too() -> None:
    [test] = met("allowed = urlsplit(origin).hostname.endswith('acme.com')")
    assert test.subject == "app.acme.com"
    assert (test.span.line, test.span.column) == (6, 15)


def test_without_a_request_nothing_is_noted() -> None:
    found = studied(
        "def cors(request, response):\n"
        "    origin = request.headers.get('Origin')\n"
        "    if origin == 'https://a.example':\n"
        "        response.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    for probe in (None, Probe(None)):
        assert not any(path.held for path in found.explore(found.marked[0], probe).paths)


def test_the_notes_of_one_request_are_bounded() -> None:
    many = ", ".join(f"'https://{number}.example'" for number in range(3000))
    assert len(met(f"allowed = origin in [{many}]")) <= 60
    again = f"allowed = [origin == each for each in [{many}]]"
    assert len(met(again)) <= 400
