"""What readers of the environment give is what the libraries themselves give.

Environment defaults through getenv, config(), env.list, split and strip: the same program
is run by Python, with the real libraries, and by the evaluator.
"""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Mapping
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_values import UNKNOWN, named, simple, studied, sunk

from corslint.evaluate.settle import variable
from corslint.evaluate.things import Listing

UNSET = object()
RAISES = object()
"""What running the program gave, where it gave nothing."""

STANDARD = "import os, json, ast, yaml\n"
DECOUPLE = "from decouple import config, Csv, AutoConfig, Config, RepositoryEmpty\n"
DJANGO = "import environ, json\n"
ENVIRONS = "from environs import Env, env as ready\nenv = Env()\n"
STARLETTE = (
    "from starlette.config import Config\n"
    "from starlette.datastructures import CommaSeparatedStrings\n"
)
PROGRAMS: Mapping[str, str] = {
    "getenv": STANDARD + "cors = os.getenv('X', DEFAULT)",
    "getenv by name": STANDARD + "cors = os.getenv(key='X', default=DEFAULT)",
    "environ.get": "from os import environ\ncors = environ.get('X', DEFAULT)",
    "environ item": "from os import environ\ncors = environ['X']",
    "imported getenv": "from os import getenv as read\ncors = read('X', DEFAULT)",
    "setdefault": STANDARD + "cors = os.environ.setdefault('X', DEFAULT)",
    "split": STANDARD + "cors = os.getenv('X', DEFAULT).split(',')",
    "split and strip": STANDARD
    + "cors = [x.strip() for x in os.environ.get('X', DEFAULT).split(',') if x.strip()]",
    "json": STANDARD + "cors = json.loads(os.getenv('X', DEFAULT))",
    "literal": STANDARD + "cors = ast.literal_eval(os.getenv('X', DEFAULT))",
    "yaml": STANDARD + "cors = yaml.safe_load(os.getenv('X', DEFAULT))",
    "flag by number": STANDARD + "cors = bool(int(os.getenv('X', DEFAULT)))",
    "flag by comparison": STANDARD
    + "cors = os.getenv('X', DEFAULT).lower() in ('1', 'on')",
    "decouple": DECOUPLE + "cors = config('X', default=DEFAULT)",
    "decouple by place": DECOUPLE + "cors = config('X', DEFAULT, str)",
    "decouple flag": DECOUPLE + "cors = config('X', default=DEFAULT, cast=bool)",
    "decouple csv": DECOUPLE + "cors = config('X', default=DEFAULT, cast=Csv())",
    "decouple csv options": DECOUPLE
    + "cors = config('X', default=DEFAULT, cast=Csv(delimiter=';', strip='/ ', post_process=tuple))",
    "decouple csv cast": DECOUPLE
    + "cors = config('X', default=DEFAULT, cast=Csv(cast=lambda o: o.rstrip('/')))",
    "decouple lambda": DECOUPLE
    + "cors = config('X', default=DEFAULT, cast=lambda v: [s.strip() for s in v.split(',')])",
    "decouple lambda with a test": DECOUPLE
    + "cors = config('X', default=DEFAULT, cast=lambda v: v.split(',') if v else ['*'])",
    "decouple AutoConfig": DECOUPLE + "cors = AutoConfig('/')('X', default=DEFAULT)",
    "decouple Config": DECOUPLE
    + "cors = Config(RepositoryEmpty()).get('X', default=DEFAULT, cast=Csv())",
    "Csv of a text": DECOUPLE + "import os\ncors = Csv()(os.getenv('X', DEFAULT))",
    "environ": DJANGO + "env = environ.Env()\ncors = env('X', default=DEFAULT)",
    "environ without default": DJANGO + "cors = environ.Env()('X')",
    "environ list": DJANGO + "cors = environ.Env().list('X', default=DEFAULT)",
    "environ list of a cast": DJANGO + "cors = environ.Env().list('X', str, DEFAULT)",
    "environ tuple": DJANGO + "cors = environ.Env().tuple('X', default=DEFAULT)",
    "environ str": DJANGO + "cors = environ.Env().str('X', default=DEFAULT)",
    "environ bool": DJANGO + "cors = environ.Env().bool('X', default=DEFAULT)",
    "environ bool by place": DJANGO + "cors = environ.Env().bool('X', DEFAULT)",
    "environ int": DJANGO + "cors = environ.Env().int('X', default=DEFAULT)",
    "environ json": DJANGO + "cors = environ.Env().json('X', default=DEFAULT)",
    "environ dict": DJANGO + "cors = environ.Env().dict('X', default=DEFAULT)",
    "environ cast": DJANGO + "cors = environ.Env()('X', cast=list, default=DEFAULT)",
    "environ cast by call": DJANGO
    + "cors = environ.Env()('X', cast=json.loads, default=DEFAULT)",
    "environ parsed default": DJANGO
    + "cors = environ.Env()('X', cast=list, default=DEFAULT, parse_default=True)",
    "environ scheme": DJANGO + "env = environ.Env(X=(list, DEFAULT))\ncors = env('X')",
    "environ scheme of a flag": DJANGO
    + "env = environ.Env(X=(bool, DEFAULT))\ncors = env('X')",
    "environ scheme and list": DJANGO
    + "env = environ.Env(X=(str, DEFAULT))\ncors = env.list('X')",
    "environ scheme without default": DJANGO
    + "env = environ.Env(X=list)\ncors = env('X', default=DEFAULT)",
    "environs": ENVIRONS + "cors = env('X', DEFAULT)",
    "environs str": ENVIRONS + "cors = env.str('X', default=DEFAULT)",
    "environs list": ENVIRONS + "cors = env.list('X', DEFAULT)",
    "environs list of a subcast": ENVIRONS + "cors = env.list('X', DEFAULT, subcast=str)",
    "environs list with a delimiter": ENVIRONS
    + "cors = env.list('X', DEFAULT, delimiter=';')",
    "environs bool": ENVIRONS + "cors = env.bool('X', DEFAULT)",
    "environs int": ENVIRONS + "cors = env.int('X', DEFAULT)",
    "environs json": ENVIRONS + "cors = env.json('X', DEFAULT)",
    "environs at hand": ENVIRONS + "cors = ready.list('X', DEFAULT)",
    "environs expanding": "from environs import Env\ncors = Env(expand_vars=True).str('X', DEFAULT)",
    "starlette": STARLETTE + "cors = Config()('X', default=DEFAULT)",
    "starlette list": STARLETTE
    + "cors = list(Config()('X', cast=CommaSeparatedStrings, default=DEFAULT))",
    "starlette sequence": STARLETTE
    + "cors = Config()('X', CommaSeparatedStrings, DEFAULT)",
    "starlette flag": STARLETTE + "cors = Config()('X', cast=bool, default=DEFAULT)",
    "starlette get": STARLETTE + "cors = Config().get('X', cast=str, default=DEFAULT)",
    "starlette lambda": STARLETTE
    + "cors = Config()('X', cast=lambda v: v.split(','), default=DEFAULT)",
    "starlette sequence of a text": STARLETTE
    + "import os\ncors = CommaSeparatedStrings(os.getenv('X', DEFAULT))",
    "starlette environ": "from starlette.config import environ\ncors = environ.get('X', DEFAULT)",
}
TEXTS = [
    "", "*", "https://a.example", "https://a.example,https://b.example", " a , b ", "a;b", "a,,b,",
    "true", "True", "TRUE", "on", "yes", "0", "1", "false", "off", "ok", "12", " 1 ", "maybe",
    '["https://a.example", "*"]', "['a']", "('a', 'b')", "{\"a\": 1}", "[1, null, true]",
    "a=b,c=d", "'a,b',c", '"a', "a # b", "#", "$Y", "\\$Y", "${Y}", "x ${Y} y", "- a\n- b", "&a b",
    "null", "1e3", "-1", "[", "[[[[", "a\\b", "(a,b)", "a, 'b c'",
]  # fmt: skip
DEFAULTS = [
    *map(repr, TEXTS),
    "True",
    "False",
    "0",
    "1",
    "['*']",
    "[]",
    "['a', 'b']",
    "('a',)",
]
LETTERS = st.text("ahttps://.,;: '\"#$[]{}()*-=01trufalse\n\\&", max_size=30)


def truth(program: str, text: object) -> object:
    """What Python makes of the program, with X set to ``text``, or all that a dict says."""
    seen: list[object] = []
    variables = (
        text if isinstance(text, dict) else {} if text is UNSET else {"X": str(text)}
    )
    with mock.patch.dict(os.environ, variables), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if text is UNSET:
            os.environ.pop("X", None)
        try:
            code = compile(f"{program}\n", "program", "exec", dont_inherit=True)
            exec(code, names := {"__name__": "program"})
            seen.append(names["cors"])
        except Exception:  # noqa: BLE001 (whatever the library raises)
            return RAISES
    return normal(seen[0])


def normal(value: object) -> object:
    """A value as the test compares it: True is not 1, and what holds items holds items."""
    match value:
        case None | bool() | int() | float() | str() | bytes():
            return (type(value).__name__, value)
        case dict():
            return {str(key): normal(item) for key, item in value.items()}
        case _:
            return [normal(item) for item in value]  # type: ignore[attr-defined]


def known(value: object) -> bool:
    if isinstance(value, list):
        return all(map(known, value))
    if isinstance(value, dict):
        return all(map(known, value.values()))
    return value is not UNKNOWN


def read(program: str, text: object) -> list[object]:
    code = f"from outside import cors_sink\n{program}\ncors_sink(cors)\n"
    return sunk(code, {} if text is UNSET else {"X": str(text)})


REFERENCES = frozenset("$&\\")
"""Signs in a text that refers to something else, in one library or another."""


def agrees(name: str, default: str, text: object) -> None:
    """What is known is what the library gives, and what it gives is known.

    But for a default of None, which stands for anything, the text of a list, and texts
    that may refer to something else.
    """
    program = PROGRAMS[name].replace("DEFAULT", default)
    wanted = truth(program, text)
    first, *_ = [*read(program, text), UNKNOWN]
    if known(first):
        assert normal(first) == wanted
    elif wanted is not RAISES and not REFERENCES & set(f"{text}{default}"):
        assert default == "None" or (text is UNSET and default[0] in "[(")


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_known_of_a_default_is_what_the_library_gives(name: str) -> None:
    for default in DEFAULTS:
        agrees(name, default, UNSET)


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_known_of_a_text_is_what_the_library_gives(name: str) -> None:
    for default in ("'*'", "[]", "True", "None", "'1'"):
        for text in TEXTS:
            agrees(name, default, text)


@given(st.sampled_from(sorted(PROGRAMS)), LETTERS, LETTERS)
def test_any_text_and_any_default(name: str, text: str, default: str) -> None:
    agrees(name, repr(default), text)
    agrees(name, repr(default), UNSET)


PREFIXES = {
    "with env.prefixed('CORS_'):\n    cors = env.list('X')": "CORS_X",
    "with env.prefixed('A_'):\n    with env.prefixed('B_'):\n        cors = env.list('X')": "A_B_X",
    "with env.prefixed('A_'):\n    pass\ncors = env.list('X')": "X",
    "env = Env(prefix='CORS_')\ncors = env.list('X')": "CORS_X",
}


@pytest.mark.parametrize("code", PREFIXES)
def test_prefixes_of_environs(code: str) -> None:
    variables = {PREFIXES[code]: "a,b"}
    assert truth(ENVIRONS + code, variables) == normal(["a", "b"])
    assert sunk(
        f"from outside import cors_sink\n{ENVIRONS}{code}\ncors_sink(cors)\n", variables
    ) == [["a", "b"]]


def test_a_prefix_of_starlette() -> None:
    code = "cors = Config(env_prefix='CORS_')('X')"
    assert truth(STARLETTE + code, {"CORS_X": "*"}) == normal("*")
    assert sunk(
        f"from outside import cors_sink\n{STARLETTE}{code}\ncors_sink(cors)\n",
        {"CORS_X": "*"},
    ) == ["*"]


def test_a_name_that_is_not_known_reads_nothing() -> None:
    code = (
        "from outside import cors_sink, name\nimport os\ncors_sink(os.getenv(name, '*'))\n"
    )
    assert sunk(code, {"X": "a"}) == [UNKNOWN]


MEMBERSHIP = {
    "present": ("X", "cors = 'set' if 'X' in os.environ else 'unset'", ["set"]),
    "negated": ("X", "cors = 'unset' if 'X' not in os.environ else 'set'", ["set"]),
    "absent": ("Y", "cors = 'set' if 'X' in os.environ else 'unset'", ["set", "unset"]),
}


@pytest.mark.parametrize("case", MEMBERSHIP)
def test_whether_a_variable_is_set(case: str) -> None:
    name, code, wanted = MEMBERSHIP[case]
    head = "from outside import cors_sink\nimport os\n"
    assert sunk(f"{head}{code}\ncors_sink(cors)\n", {name: "1"}) == wanted


def test_what_a_deployment_leaves_open_is_open() -> None:
    code = "from outside import cors_sink\nimport os\ncors_sink(os.getenv('X', '*'))\n"
    assert sunk(code, {"X": None}) == [UNKNOWN]


DEFAULTED = {
    "getenv": "'*'",
    "split and strip": "'*'",
    "json": "'[\"*\"]'",
    "literal": "\"['*']\"",
    "flag by number": "'1'",
    "flag by comparison": "'on'",
    "decouple csv": "'a,b'",
    "decouple flag": "True",
    "decouple lambda": "'a,b'",
    "decouple lambda with a test": "''",
    "environ list": "['*']",
    "environ scheme": "['*']",
    "environ bool": "True",
    "environs list": "['*']",
    "starlette list": "'a,b'",
    "starlette flag": "'true'",
}


@pytest.mark.parametrize("name", DEFAULTED)
def test_a_default_says_whose_it_is_through_casts_and_splits(name: str) -> None:
    program = PROGRAMS[name].replace("DEFAULT", DEFAULTED[name])
    code = f"from outside import cors_sink\n{program}\ncors_sink(cors)\n"
    [thing, *_] = [
        call.arguments.positional[0]
        for call, _ in studied(code).calls()
        if named(call) == "cors_sink"
    ]
    assert known(simple(thing))
    assert variable(thing) == "X"
    if isinstance(thing, Listing):
        assert {variable(item) for item in thing.items} == {"X"}


SPELLINGS = {
    True: ("y", "yes", "t", "true", "on", "1", "TRUE", "Yes"),
    False: ("n", "no", "f", "false", "off", "0", "FALSE", "No"),
}


@pytest.mark.parametrize("flag", SPELLINGS)
def test_strtobool_of_distutils(flag: bool) -> None:
    """https://docs.python.org/3.11/distutils/apiref.html#distutils.util.strtobool"""
    head = (
        "from outside import cors_sink\nfrom distutils.util import strtobool\nimport os\n"
    )
    for spelling in SPELLINGS[flag]:
        code = f"{head}cors_sink(bool(strtobool(os.getenv('X', 'no'))))\n"
        assert sunk(code, {"X": spelling}) == [flag]
    assert sunk(f"{head}cors_sink(strtobool(os.getenv('X', 'maybe')))\n") == [UNKNOWN]


HOSTILE = [
    "[" * 9_000,
    "-" * 9_000 + "1",
    "9" * 9_000,
    "{" * 500,
    "a: " * 500,
    "'" * 999,
    "1 if " * 900,
]


@pytest.mark.parametrize(
    "name", ["json", "literal", "yaml", "environ json", "environs list"]
)
def test_texts_that_are_made_to_be_expensive(name: str) -> None:
    for text in HOSTILE:
        read(PROGRAMS[name].replace("DEFAULT", "''"), text)


def test_aliases_of_yaml_are_not_expanded() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghij"
    for one, next_one in itertools.pairwise(names):
        lines.append(f"{next_one}: &{next_one} [{', '.join([f'*{one}'] * 9)}]")
    text = "\n".join(lines)
    assert read(PROGRAMS["yaml"].replace("DEFAULT", "''"), text) == [UNKNOWN]
