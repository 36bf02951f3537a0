"""Hand-written code whose check is switched off by what nobody has set."""

from __future__ import annotations

import pytest
from probing import policies

from corslint.allow_origin import AnyOrigin, ReflectedOrigin, parts_of

HEAD = (
    "import os\n{}def f(r):\n    origin = request.headers.get('Origin', '')\n{}"
    "        r.headers['Access-Control-Allow-Origin'] = {}\n"
)

OPEN = {
    "a list that may be empty": (
        "ALLOWED = [x for x in os.environ.get('A', '').split(',') if x]\n",
        "    if not ALLOWED or origin in ALLOWED:\n",
        "origin",
    ),
    "a wildcard in the list": (
        "ALLOWED = os.environ.get('A', '*').split(',')\n",
        "    if '*' in ALLOWED or origin in ALLOWED:\n",
        "origin",
    ),
    "a text compared with the wildcard": (
        "ALLOWED = os.getenv('A', '*')\n",
        "    if ALLOWED == '*' or origin == ALLOWED:\n",
        "origin",
    ),
    "a switch": (
        "ANY = os.environ.get('A', 'true') == 'true'\n",
        "    if ANY or origin in os.environ['LIST']:\n",
        "origin",
    ),
    "the value itself": ("", "    if True:\n", "os.environ.get('A', '*')"),
    "the value by a branch": (
        "ORIGINS = os.getenv('A', '*')\n",
        "    if ORIGINS == '*':\n",
        "'*'",
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_the_variable_that_opens(name: str) -> None:
    [policy] = policies(HEAD.format(*OPEN[name]))
    found = list(parts_of(policy.allow_origin))
    opened = [part for part in found if isinstance(part, AnyOrigin | ReflectedOrigin)]
    assert [part.variable for part in opened] == ["A"]


def test_the_place_of_the_default_is_shown() -> None:
    [policy] = policies(HEAD.format(*OPEN["a list that may be empty"]))
    [part] = parts_of(policy.allow_origin)
    assert isinstance(part, ReflectedOrigin)
    assert [place.line for place in part.via] == [2]


CLOSED = {
    "nobody by default": (
        "ALLOWED = [x for x in os.environ.get('A', '').split(',') if x]\n",
        "    if origin in ALLOWED:\n",
        "origin",
    ),
    "all of CORS switched on": (
        "",
        "    if os.environ.get('CORS_ENABLED', '1') == '1':\n",
        "origin",
    ),
    "a switch for something else": ("", "    if os.getenv('A', '1'):\n", "origin"),
    "a parameter's default": (
        "",
        "    if True:\n",
        "g()\ndef g(origin='*'): return origin",
    ),
}


@pytest.mark.parametrize("name", CLOSED)
def test_no_default_decides_who_gets_in(name: str) -> None:
    found = policies(HEAD.format(*CLOSED[name]))
    assert found
    parts = [part for each in found for part in parts_of(each.allow_origin)]
    assert {getattr(part, "variable", None) for part in parts} == {None}


def test_what_nobody_has_set_is_not_development() -> None:
    """A debug setting that is off by default leaves the other way to production."""
    code = (
        "import os\ndef f(r):\n    if os.environ.get('DEBUG', '0') == '1':\n"
        "        r.headers['Access-Control-Allow-Origin'] = '*'\n"
        "    else:\n        r.headers['Access-Control-Allow-Origin'] = 'null'\n"
    )
    asked, unset = sorted(policies(code), key=lambda policy: policy.span.line)
    assert (asked.development, unset.development) == (True, False)
