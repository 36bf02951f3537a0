"""CORS headers written by hand: what the code decides, and what stays silent."""

from __future__ import annotations

import pytest

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginList,
    OriginProgram,
    ReflectedOrigin,
    Sent,
    UnknownOrigins,
    parts_of,
)
from corslint.extractors.response_headers import extract
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.value import Known
from corslint.wire import FOREIGN_ORIGIN, Certainty

FLASK = "from flask import Flask, request, make_response\napp = Flask(__name__)\n"


def policies(code: str, **others: str) -> list[Policy]:
    files = {"main.py": code} | {f"{name}.py": text for name, text in others.items()}
    workspace = Workspace.of(files)
    source = workspace.source("main.py")
    assert source is not None
    return list(extract.extract(source, workspace))


def only(code: str, **others: str) -> Policy:
    [policy] = policies(code, **others)
    return policy


def kinds(origins: AllowOrigin) -> list[type]:
    return [type(part) for part in parts_of(origins)]


WRITERS = {
    "subscript": "def f(response): response.headers['Access-Control-Allow-Origin'] = '*'",
    "django subscript": "def f(response): response['Access-Control-Allow-Origin'] = '*'",
    "odd casing": "def f(r): r.headers['ACCESS-CONTROL-ALLOW-ORIGIN'] = '*'",
    "name through a constant": (
        "ACAO = 'Access-Control-Allow-Origin'\ndef f(r): r.headers[ACAO] = '*'"
    ),
    "set": "def f(r): r.headers.set('Access-Control-Allow-Origin', '*')",
    "add": "def f(r): r.headers.add('Access-Control-Allow-Origin', '*')",
    "setdefault": "def f(r): r.headers.setdefault('Access-Control-Allow-Origin', '*')",
    "set_header": "def f(self): self.set_header('Access-Control-Allow-Origin', '*')",
    "send_header": "def f(self): self.send_header('Access-Control-Allow-Origin', '*')",
    "append of a pair": "def f(h): h.append(('Access-Control-Allow-Origin', '*'))",
    "update of a dict": "def f(r): r.headers.update({'Access-Control-Allow-Origin': '*'})",
    "constructor": "def f(): return Response(headers={'Access-Control-Allow-Origin': '*'})",
    "constant dict": (
        "H = {'Access-Control-Allow-Origin': '*'}\ndef f(): return Response('', headers=H)"
    ),
    "spread dict": (
        "H = {'Access-Control-Allow-Origin': '*'}\n"
        "def f(): return Response('', headers={**H, 'X-A': '1'})"
    ),
    "return value": (
        "def f(event, context):\n"
        "    return {'statusCode': 200, 'headers': {'Access-Control-Allow-Origin': '*'}}"
    ),
    "return tuple": "def f(): return '', 200, {'Access-Control-Allow-Origin': '*'}",
    "start_response": (
        "def f(environ, start_response):\n"
        "    start_response('200 OK', [('Access-Control-Allow-Origin', '*')])"
    ),
    "byte tuples": (
        "async def f(scope, receive, send):\n"
        "    headers = [(b'access-control-allow-origin', b'*')]\n"
        "    await send({'type': 'http.response.start', 'headers': headers})"
    ),
    "werkzeug attribute": "def f(response): response.access_control_allow_origin = '*'",
    "helper of the file": (
        "def cors(r, value):\n    r.headers['Access-Control-Allow-Origin'] = value\n"
        "def f():\n    cors(make(), '*')\n"
    ),
    "inner function of a decorator": (
        "def cors(view):\n    def inner(*args):\n        r = view(*args)\n"
        "        r.headers['Access-Control-Allow-Origin'] = '*'\n        return r\n"
        "    return inner\n"
    ),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_way_to_write_a_header(name: str) -> None:
    origins = only(WRITERS[name] + "\n").allow_origin
    assert isinstance(origins, AnyOrigin)
    assert origins.sent is Sent.WILDCARD


READERS = {
    "headers.get": "request.headers.get('Origin')",
    "headers.get with default": "request.headers.get('origin', '*')",
    "headers item": "request.headers['Origin']",
    "django META": "request.META.get('HTTP_ORIGIN')",
    "wsgi environ": "environ['HTTP_ORIGIN']",
    "werkzeug property": "request.origin",
    "tornado": "self.request.headers.get('Origin')",
    "falcon": "req.get_header('Origin')",
    "or-default": "request.headers.get('Origin') or '*'",
    "conditional": "request.headers['Origin'] if 'Origin' in request.headers else '*'",
}


@pytest.mark.parametrize("name", READERS)
def test_every_way_to_read_the_origin(name: str) -> None:
    code = f"def f(r):\n    r.headers['Access-Control-Allow-Origin'] = {READERS[name]}\n"
    assert kinds(only(code).allow_origin) == [ReflectedOrigin]


def test_the_fallback_without_origin_is_seen() -> None:
    code = "def f(r): r.headers['Access-Control-Allow-Origin'] = request.headers.get('Origin', '*')"
    origins = only(code + "\n").allow_origin
    assert isinstance(origins, ReflectedOrigin)
    assert origins.without_origin == "*"


GUARDS = {
    "membership": "if origin in ALLOWED:",
    "equality": "if origin == 'https://a.example':",
    "both": "if origin and origin in ALLOWED:",
    "helper": "if allowed(origin):",
    "comprehension": "if any(origin == each for each in ALLOWED):",
}


@pytest.mark.parametrize("name", GUARDS)
def test_an_allowlist_is_no_reflection(name: str) -> None:
    code = (
        "ALLOWED = ['https://a.example', 'https://b.example']\n"
        "def allowed(origin):\n    return origin in ALLOWED\n"
        "def f(r):\n    origin = request.headers.get('Origin')\n"
        f"    {GUARDS[name]}\n"
        "        r.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    [program] = parts_of(only(code).allow_origin)
    assert isinstance(program, OriginProgram)
    assert program.decide("https://a.example") is Certainty.YES
    assert program.decide(FOREIGN_ORIGIN) is Certainty.NO
    assert program.decide(None) is Certainty.NO


def test_an_early_return_is_a_guard() -> None:
    code = (
        "ALLOWED = ['https://a.example']\n"
        "def f(r):\n    origin = request.headers.get('Origin')\n"
        "    if origin not in ALLOWED:\n        return r\n"
        "    r.headers['Access-Control-Allow-Origin'] = origin\n    return r\n"
    )
    assert kinds(only(code).allow_origin) == [OriginProgram]


def test_a_guard_that_cannot_be_read_leaves_it_open() -> None:
    code = (
        "from elsewhere import allowed\n"
        "def f(r):\n    origin = request.headers.get('Origin')\n"
        "    if allowed(origin):\n"
        "        r.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    policy = only(code)
    assert kinds(policy.allow_origin) == [OriginProgram, UnknownOrigins]
    assert policy.depends_on_origin


def test_what_an_operator_decides_is_open() -> None:
    code = (
        "from elsewhere import settings\n"
        "def f(r):\n    origin = request.headers.get('Origin')\n"
        "    if '*' in settings.origins:\n"
        "        r.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    assert UnknownOrigins in kinds(only(code).allow_origin)


def test_a_look_whether_the_header_is_there_is_no_guard() -> None:
    code = (
        "def f(r):\n    if 'Access-Control-Allow-Origin' not in r.headers:\n"
        "        r.headers['Access-Control-Allow-Origin'] = '*'\n"
    )
    assert kinds(only(code).allow_origin) == [AnyOrigin]


def test_null_is_found_behind_an_allowlist() -> None:
    code = (
        "def f(r):\n    origin = request.headers.get('Origin')\n"
        "    if origin in ('https://a.example', 'null'):\n"
        "        r.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    parts = list(parts_of(only(code).allow_origin))
    [entries] = [part.entries for part in parts if isinstance(part, OriginList)]
    assert entries[0].admits == ("null",)


def test_headers_of_one_class_belong_together() -> None:
    code = (
        "class H:\n    def set_default_headers(self):\n"
        "        self.set_header('Access-Control-Allow-Origin', '*')\n"
        "    def prepare(self):\n"
        "        self.set_header('Access-Control-Allow-Credentials', 'true')\n"
    )
    credentials = only(code).allow_credentials
    assert isinstance(credentials, Known)
    assert credentials.value == "true"


def test_an_environment_default_says_which_variable() -> None:
    code = (
        "import os\ndef f(r):\n"
        "    r.headers['Access-Control-Allow-Origin'] = os.environ.get('ORIGIN', '*')\n"
    )
    origins = only(code).allow_origin
    assert isinstance(origins, AnyOrigin)
    assert origins.variable == "ORIGIN"


def test_a_value_from_another_module_points_at_both_places() -> None:
    policy = only(
        "from conf import WHO\n"
        "def f(r):\n    r.headers['Access-Control-Allow-Origin'] = WHO\n",
        conf="WHO = '*'\n",
    )
    origins = policy.allow_origin
    assert isinstance(origins, AnyOrigin)
    assert (origins.span.path, origins.span.line) == ("main.py", 3)
    assert [(span.path, span.line) for span in origins.via] == [("conf.py", 1)]


SILENT = {
    "comment": "# response.headers['Access-Control-Allow-Origin'] = '*'\n",
    "docstring": 'def f():\n    """Access-Control-Allow-Origin: *"""\n',
    "removal": "def f(r): r.headers.pop('Access-Control-Allow-Origin', None)\n",
    "deletion": "def f(r):\n    del r.headers['Access-Control-Allow-Origin']\n",
    "reading": "def f(r): return r.headers.get('Access-Control-Allow-Origin')\n",
    "table of names": (
        "KEEP = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Headers']\n"
        "def f(r): return [r.headers[name] for name in KEEP]\n"
    ),
    "expectation of a test": (
        "def test_f(client):\n"
        "    assert client.get('/').headers['Access-Control-Allow-Origin'] == '*'\n"
        "    assert events == [Start(headers=[(b'access-control-allow-origin', b'*')])]\n"
    ),
    "nothing sent": "def f(r):\n    r.headers['Access-Control-Allow-Origin'] = None\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silence(name: str) -> None:
    assert policies(SILENT[name]) == []


PREFLIGHTS = {
    "method of a handler": (
        "class H:\n    def options(self):\n"
        "        self.set_header('Access-Control-Allow-Origin', self.request.headers['Origin'])\n"
    ),
    "branch": (
        "def f(r):\n    if request.method == 'OPTIONS':\n"
        "        r.headers['Access-Control-Allow-Origin'] = request.headers['Origin']\n"
    ),
}


@pytest.mark.parametrize("name", PREFLIGHTS)
def test_answers_to_options_need_no_vary(name: str) -> None:
    assert not isinstance(only(PREFLIGHTS[name]).vary, Known)


def test_a_name_that_merely_ends_like_options_is_no_preflight() -> None:
    code = "def options_or_not(r):\n    pass\ndef adoptions(r):\n    r.headers['Access-Control-Allow-Origin'] = request.headers['Origin']\n"
    assert isinstance(only(code).vary, Known)


def test_an_empty_header_lets_nobody_in() -> None:
    code = (
        "def f(r):\n    origin = request.headers.get('Origin')\n"
        "    if origin in ('https://a.example',):\n"
        "        r.headers['Access-Control-Allow-Origin'] = origin\n"
        "    else:\n        r.headers['Access-Control-Allow-Origin'] = ''\n"
    )
    assert kinds(only(code).allow_origin) == [OriginProgram]


SLIPS = {
    "plural": "def f(r): r.headers['Access-Control-Allow-Origins'] = '*'\n",
    "singular": "def f(r): r.headers['Access-Control-Allow-Method'] = 'GET'\n",
    "question sent as an answer": (
        "def f(r):\n    r.headers['Access-Control-Allow-Origin'] = '*'\n"
        "    r.headers['Access-Control-Request-Method'] = 'GET'\n"
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_name_that_is_no_header_is_remarked_once(name: str) -> None:
    remarks = [each for policy in policies(SLIPS[name]) for each in policy.observations]
    assert len(remarks) == 1


def test_a_client_that_asks_is_no_slip() -> None:
    code = "def f(client): client.open('/', headers={'Access-Control-Request-Method': 'PUT'})\n"
    assert policies(code) == []


REFUSALS = {
    "abort": "    if origin not in ALLOWED:\n        abort(403)\n",
    "helper that raises": "    guard(origin)\n",
    "missing key": "    try:\n        MAP[origin]\n    except KeyError:\n        return r\n",
    "assertion": (
        "    try:\n        assert origin in ALLOWED\n"
        "    except AssertionError:\n        return r\n"
    ),
    "process end": "    if origin not in ALLOWED:\n        sys.exit(1)\n",
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_never_returns_is_a_guard(name: str) -> None:
    code = (
        "import sys\nfrom flask import abort\n"
        "ALLOWED = ['https://a.example']\nMAP = {'https://a.example': 1}\n"
        "def guard(o):\n    if o not in ALLOWED:\n        raise ValueError(o)\n"
        f"def f(r):\n    origin = request.headers.get('Origin')\n{REFUSALS[name]}"
        "    r.headers['Access-Control-Allow-Origin'] = origin\n    return r\n"
    )
    [program] = parts_of(only(code).allow_origin)
    assert isinstance(program, OriginProgram)
    assert program.decide("https://a.example") is Certainty.YES
    assert program.decide(FOREIGN_ORIGIN) is Certainty.NO


OPEN_GUARDS = {
    "imported function that refuses": "    if origin not in ALLOWED:\n        forbid()\n",
    "imported check": "    check_origin(origin)\n",
    "awaited check": "    await verify(origin)\n",
    "status of the response": "    if r.status_code == 403:\n        return r\n",
}


@pytest.mark.parametrize("name", OPEN_GUARDS)
def test_what_may_not_return_leaves_it_open(name: str) -> None:
    code = (
        "from elsewhere import check_origin, forbid, verify\n"
        "ALLOWED = ['https://a.example']\n"
        f"async def f(r):\n    origin = request.headers.get('Origin')\n{OPEN_GUARDS[name]}"
        "    r.headers['Access-Control-Allow-Origin'] = origin\n    return r\n"
    )
    assert UnknownOrigins in kinds(only(code).allow_origin)


def test_who_only_tells_of_an_origin_does_not_judge_it() -> None:
    code = (
        "def f(r):\n    origin = request.headers.get('Origin')\n"
        "    logger.info('check %s', origin)\n"
        "    r.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    assert kinds(only(code).allow_origin) == [ReflectedOrigin]


def test_the_result_of_a_cloud_function_is_json() -> None:
    code = (
        "def handler(event, context):\n    return {'statusCode': 200, 'headers': {\n"
        "        'Access-Control-Allow-Origin': 'https://a.example',\n"
        "        'Access-Control-Allow-Credentials': True}}\n"
    )
    credentials = only(code).allow_credentials
    assert isinstance(credentials, Known)
    assert credentials.value == "true"


def test_the_header_parameter_of_a_view_is_the_origin() -> None:
    code = (
        "from fastapi import Header, Response\n"
        "def view(response: Response, origin: str = Header(None)):\n"
        "    response.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    assert kinds(only(code).allow_origin) == [ReflectedOrigin]


def test_only_options_is_not_said_of_ways_that_were_not_all_followed() -> None:
    """A test for OPTIONS stands before the header and decides nothing about it."""
    branches = "".join(
        f"    if ask({n}): origin = origin or pick({n})\n" for n in range(30)
    )
    code = (
        "def f(r):\n    origin = request.headers['Origin']\n"
        f"{branches}    if request.method == 'OPTIONS': origin = str(origin)\n"
        "    r.headers['Access-Control-Allow-Origin'] = origin\n"
    )
    vary = only(code).vary
    assert isinstance(vary, Known)
    assert vary.value is False
