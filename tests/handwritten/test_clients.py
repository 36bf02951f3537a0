"""Response headers in requests: reported as such, and taken for nothing else."""

from __future__ import annotations

import pytest
from probing import policies

from corslint.engine.lint import lint
from corslint.observation import RequestSideHeader
from corslint.policy import Policy
from corslint.source import Source, Workspace

HEADERS = "{'Access-Control-Allow-Origin': '*'}"

REQUESTS = {
    "function": f"import requests\ndef f(): return requests.get('x', headers={HEADERS})",
    "variable": (
        f"import requests\ndef f():\n    h = {HEADERS}\n"
        "    r = requests.post('x', headers=h)\n    return r.json()"
    ),
    "filled variable": (
        "import requests\ndef f():\n    h = {}\n    h['Access-Control-Allow-Origin'] = '*'\n"
        "    r = requests.request('GET', 'x', headers=h)\n    return r.json()"
    ),
    "constant": f"import httpx\nH = {HEADERS}\ndef f(): return httpx.get('x', headers=H)",
    "spread": f"import httpx\nH = {HEADERS}\ndef f(): httpx.get('x', headers={{**H, 'A': 'b'}})",
    "session": (f"import requests\ns = requests.Session()\ns.headers.update({HEADERS})\n"),
    "session item": (
        "import requests\ns = requests.Session()\n"
        "s.headers['access-control-allow-origin'] = '*'\n"
    ),
    "session headers": f"import requests\ns = requests.Session()\ns.headers = {HEADERS}\n",
    "session call": (
        f"import requests\ndef f():\n    s = requests.Session()\n    s.get('x', headers={HEADERS})"
    ),
    "session of an object": (
        "import requests\nclass A:\n    def __init__(self):\n"
        f"        self.s = requests.Session()\n        self.headers = {HEADERS}\n"
        "    def go(self): return self.s.get('x', headers=self.headers)"
    ),
    "client": (
        "import httpx\nasync def f():\n"
        f"    async with httpx.AsyncClient(headers={HEADERS}) as c:\n        await c.get('x')"
    ),
    "aiohttp": (
        "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n"
        f"        async with s.get('x', headers={HEADERS}) as r:\n            return r"
    ),
    "urllib request": (
        f"from urllib.request import Request\ndef f(): return Request('x', None, {HEADERS})"
    ),
    "urllib add_header": (
        "import urllib.request\ndef f():\n    r = urllib.request.Request('x')\n"
        "    r.add_header('Access-Control-Allow-Origin', '*')"
    ),
    "http.client": (
        "import http.client\ndef f():\n    c = http.client.HTTPSConnection('x')\n"
        f"    c.request('GET', '/', None, {HEADERS})"
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_response_header_in_a_request(name: str) -> None:
    [found] = policies(REQUESTS[name] + "\n")
    [seen] = found.observations
    assert isinstance(seen, RequestSideHeader)
    assert seen.name == "Access-Control-Allow-Origin"
    assert found.stray


OTHERS = {
    "the preflight's own headers": (
        "import requests\ndef f():\n"
        "    requests.options('x', headers={'Access-Control-Request-Method': 'PUT'})"
    ),
    "what a page sends": "import httpx\ndef f(): httpx.get('x', headers={'Origin': 'http://a'})",
    "what came back": (
        "import requests\ndef f():\n    r = requests.get('x')\n"
        "    assert r.headers['Access-Control-Allow-Origin'] == '*'"
    ),
    "a mocked answer": (
        "import requests_mock\ndef f(m):\n    with requests_mock.Mocker() as m:\n"
        f"        m.get('x', headers={HEADERS})"
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_headers_of_clients(name: str) -> None:
    assert not [each for each in policies(OTHERS[name] + "\n") if each.observations]


def test_a_proxy_answers_with_the_headers_that_it_also_sends() -> None:
    code = (
        f"import requests\nfrom flask import Response\ndef f():\n    h = {HEADERS}\n"
        "    r = requests.get('x', headers=h)\n    return Response(r.content, headers=h)\n"
    )
    answered, asked = sorted(policies(code), key=lambda policy: policy.stray)
    assert [answered.stray, asked.stray] == [False, True]


def test_a_variable_that_holds_itself_is_read_once() -> None:
    code = "import httpx\nH = {**H, 'Access-Control-Max-Age': '1'}\nhttpx.get('x', headers=H)\n"
    [found] = policies(code)
    assert len(found.observations) == 1


def test_no_policy_waits_for_a_decision() -> None:
    """Headers that belong to no policy leave nothing undecided."""
    files = {
        "client.py": REQUESTS["function"] + "\n",
        "slip.py": "def f(r): r.headers['Access-Control-Allow-Origins'] = '*'\n",
        "nginx.conf": "server { add_header Access-Control-Allow-Header x; }\n",
    }
    sources = [Source(path, text) for path, text in files.items()]
    report = lint(sources, Workspace.of(files))
    assert sorted(each.name for each in report.findings) == [
        "request-side-header",
        "unknown-option",
        "unknown-option",
    ]
    assert report.undecided == 0


def test_code_that_cannot_be_read_still_waits() -> None:
    code = "from x import y\ndef f(r): r.headers['Access-Control-Allow-Origin'] = y\n"
    files = {"app.py": code}
    report = lint([Source("app.py", code)], Workspace.of(files))
    assert report.undecided == 1


def observed(found: list[Policy]) -> int:
    return sum(len(each.observations) for each in found)


def test_every_header_is_named_once() -> None:
    code = (
        f"import requests\nH = {HEADERS}\ndef f(): requests.get('x', headers=H)\n"
        "def g(): requests.get('y', headers=H)\n"
    )
    assert observed(policies(code)) == 1
