"""Code that mentions the headers and sends none of them makes no policy."""

from __future__ import annotations

import pytest
from probing import policies

from corslint.allow_origin import AnyOrigin, ReflectedOrigin, parts_of

SILENT = {
    "comment": "# response.headers['Access-Control-Allow-Origin'] = '*'\nx = 1\n",
    "docstring": (
        'def f(response):\n    """Used to do\n\n'
        "    response.headers['Access-Control-Allow-Origin'] = request.origin\n"
        '    """\n    return response\n'
    ),
    "output of curl in a text": (
        "HELP = '''\n< HTTP/1.1 200 OK\n< Access-Control-Allow-Origin: *\n'''\n"
        "def show():\n    print(HELP)\n"
    ),
    "constant name": "ACCESS_CONTROL_ALLOW_ORIGIN = 'Access-Control-Allow-Origin'\n",
    "names in a class": (
        "class Headers:\n    ALLOW_ORIGIN = 'Access-Control-Allow-Origin'\n"
        "    ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials'\n"
    ),
    "enumeration": (
        "from enum import Enum\nclass Header(Enum):\n"
        "    ORIGIN = 'Access-Control-Allow-Origin'\n"
    ),
    "table of descriptions": (
        "ABOUT = {'Access-Control-Allow-Origin': 'who may read a response',\n"
        "         'Vary': 'what it depends on'}\n"
        "def about(name):\n    return ABOUT.get(name)\n"
    ),
    "infrastructure as code, in the gateway's own language": (
        "from aws_cdk import Stack, aws_apigateway as apigateway\n"
        "class Api(Stack):\n    def __init__(self):\n"
        "        api = apigateway.RestApi(self, 'api')\n"
        "        api.add_gateway_response('default-4xx', response_headers={\n"
        "            'Access-Control-Allow-Origin': \"'*'\"})\n"
    ),
    "header is deleted": (
        "def f(response):\n    del response.headers['Access-Control-Allow-Origin']\n"
        "    return response\n"
    ),
    "header is popped": (
        "def f(response):\n"
        "    response.headers.pop('Access-Control-Allow-Origin', None)\n    return response\n"
    ),
    "headers are removed in a loop": (
        "CORS = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials']\n"
        "def f(response):\n    for name in CORS:\n        response.headers.pop(name, None)\n"
        "        if name in response.headers:\n            del response.headers[name]\n"
        "    return response\n"
    ),
    "header is cleared": (
        "class H(RequestHandler):\n    def prepare(self):\n"
        "        self.clear_header('Access-Control-Allow-Origin')\n"
    ),
    "header is unset": (
        "def f(request):\n    response = view(request)\n"
        "    response.headers.remove('access-control-allow-origin')\n    return response\n"
    ),
    "set and taken back": (
        "def f(response):\n    response.headers['Access-Control-Allow-Origin'] = '*'\n"
        "    del response.headers['Access-Control-Allow-Origin']\n    return response\n"
    ),
    "proxy that filters": (
        "DROPPED = {'access-control-allow-origin', 'connection', 'vary'}\n"
        "def relay(upstream):\n    headers = []\n"
        "    for name, value in upstream.headers.items():\n"
        "        if name.lower() in DROPPED:\n            continue\n"
        "        headers.append((name, value))\n    return Response(upstream.raw, headers=headers)\n"
    ),
    "proxy that filters in one line": (
        "DROPPED = ('access-control-allow-origin', 'set-cookie')\n"
        "def relay(upstream):\n"
        "    headers = {k: v for k, v in upstream.headers.items() if k.lower() not in DROPPED}\n"
        "    return Response(upstream.content, headers=headers)\n"
    ),
    "header of an answer is read": (
        "import requests\ndef check(url):\n    answer = requests.get(url, headers={'Origin': 'x'})\n"
        "    allowed = answer.headers.get('Access-Control-Allow-Origin')\n"
        "    if answer.headers['Access-Control-Allow-Origin'] == '*':\n        print(allowed)\n"
        "    return 'Access-Control-Allow-Credentials' in answer.headers\n"
    ),
    "client that sends an Origin": (
        "import requests\nHEADERS = {'Origin': 'https://a.example', 'X-Cors': '1'}\n"
        "def fetch(url):\n    return requests.post(url, headers=HEADERS)\n"
        "NOTE = 'no access-control-allow-origin here'\n"
    ),
    "client that asks a preflight": (
        "import httpx\ndef ask(url):\n"
        "    headers = {'Origin': 'https://a.example', 'Access-Control-Request-Method': 'PUT'}\n"
        "    return httpx.options(url, headers=headers)\n"
    ),
    "expectation of a test": (
        "def test_cors(client):\n    answer = client.get('/', headers={'Origin': 'https://a'})\n"
        "    assert answer.headers['Access-Control-Allow-Origin'] == '*'\n"
        "    assert answer.headers.get('Vary') == 'Origin'\n"
    ),
    "expectations of unittest": (
        "class T(TestCase):\n    def test_cors(self):\n        answer = self.client.get('/')\n"
        "        self.assertEqual(answer['Access-Control-Allow-Origin'], '*')\n"
        "        self.assertIn('Access-Control-Allow-Origin', answer.headers)\n"
        "        self.assertNotIn('Access-Control-Allow-Credentials', answer)\n"
    ),
    "expected headers in a table": (
        "EXPECTED = {'Access-Control-Allow-Origin': '*'}\n"
        "def test_cors(client):\n    for name, value in EXPECTED.items():\n"
        "        assert client.get('/').headers[name] == value\n"
    ),
    "expected events": (
        "async def test_cors():\n    sent = await run(app)\n"
        "    assert sent[0]['headers'] == [(b'access-control-allow-origin', b'*')]\n"
    ),
    "words that only sound alike": (
        "corsica = {'corsair': 'access-control-panel'}\n"
        "def discard_origin(remote):\n    remote.headers['X-Origin'] = 'origin/main'\n"
    ),
    "git remotes": (
        "import subprocess\ndef push(origin='origin'):\n"
        "    subprocess.run(['git', 'push', origin])\n# access-control-allow-origin\n"
    ),
    "nothing is sent": (
        "def f(response):\n    response.headers['Access-Control-Allow-Origin'] = None\n"
    ),
    "never called with headers": (
        "def f(response):\n    if False:\n"
        "        response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n"
    ),
    "only for type checkers": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
        "    HEADERS = {'Access-Control-Allow-Origin': '*'}\n"
    ),
    "a parser of answers": (
        "def parse(headers):\n    found = {}\n"
        "    found['origins'] = headers.get('Access-Control-Allow-Origin', '').split(',')\n"
        "    found['age'] = int(headers.get('Access-Control-Max-Age', 0))\n    return found\n"
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_read(name: str) -> None:
    assert [each for each in policies(SILENT[name]) if not each.stray] == []


LIBRARY = '''
"""A middleware that others configure."""

ALL_METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")


class CORSMiddleware:
    def __init__(self, app, allow_origins=(), allow_credentials=False, max_age=600):
        preflight_headers = {}
        if "*" in allow_origins:
            preflight_headers["Access-Control-Allow-Origin"] = "*"
        else:
            preflight_headers["Vary"] = "Origin"
        if allow_credentials:
            preflight_headers["Access-Control-Allow-Credentials"] = "true"
        self.app = app
        self.allow_origins = allow_origins
        self.allow_all = "*" in allow_origins
        self.preflight_headers = preflight_headers

    def is_allowed_origin(self, origin):
        if self.allow_all:
            return True
        return origin in self.allow_origins

    async def __call__(self, scope, receive, send):
        headers = dict(scope["headers"])
        origin = headers.get(b"origin")
        if origin is None:
            await self.app(scope, receive, send)
            return
        await self.simple_response(scope, receive, send, origin.decode())

    async def simple_response(self, scope, receive, send, origin):
        async def wrapped(message):
            if message["type"] == "http.response.start" and self.is_allowed_origin(origin):
                message["headers"].append((b"access-control-allow-origin", origin.encode()))
            await send(message)

        await self.app(scope, receive, wrapped)
'''


def test_a_library_that_is_closed_by_default_admits_nobody() -> None:
    found = [part for each in policies(LIBRARY) for part in parts_of(each.allow_origin)]
    assert not any(isinstance(part, (AnyOrigin, ReflectedOrigin)) for part in found)
