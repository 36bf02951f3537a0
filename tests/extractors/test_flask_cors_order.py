"""Decorators around ``@cross_origin``: what is said of them, and what real Flask does."""

from __future__ import annotations

from typing import Any

import pytest

from corslint.extractors.flask_cors import extract
from corslint.observation import Misplaced
from corslint.source import Source, Workspace

HEAD = """
from functools import wraps
from flask import Flask, abort, jsonify, request, session
from flask_cors import CORS, cross_origin
app = Flask("app", root_path=".")
app.secret_key = "x"

"""
BODIES = {
    "returns": (
        ["if not request.headers.get('Authorization'):", "    return jsonify({}), 401"],
        "refused",
    ),
    "aborts": (["if 'X-Api-Key' not in request.headers:", "    abort(401)"], "refused"),
    "session": (["if not session.get('user'):", "    return '', 401"], "refused"),
    "lets preflights pass": (
        [
            "if request.method != 'OPTIONS' and not request.headers.get('Authorization'):",
            "    return '', 401",
        ],
        "partly",
    ),
    "counts": (["app.counted = True"], None),
}


def decorator(name: str, wraps: str = "    @wraps(view)\n") -> str:
    body = "".join(f"        {line}\n" for line in BODIES[name][0])
    return (
        f"def guard(view):\n{wraps}    def guarded(*args, **kwargs):\n{body}"
        "        return view(*args, **kwargs)\n    return guarded\n"
    )


FACTORY = """
def guard(role):
    def decorate(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if not request.headers.get("Authorization"):
                return "", 401
            return view(*args, **kwargs)
        return guarded
    return decorate
"""
VIEW = "def view():\n    return 'x'\n"
ABOVE = f"@app.route('/')\n@guard\n@cross_origin()\n{VIEW}"
BELOW = f"@app.route('/')\n@cross_origin()\n@guard\n{VIEW}"
CASES: dict[str, tuple[str, str | None]] = {
    **{
        f"{name}, above": (decorator(name) + ABOVE, said)
        for name, (_, said) in BODIES.items()
    },
    **{f"{name}, below": (decorator(name) + BELOW, None) for name in BODIES},
    "without wraps": (
        decorator("counts", "").replace(
            "return guarded", "guarded.__name__ = 'view'\n    return guarded"
        )
        + ABOVE,
        "refused",
    ),
    "made by a call": (FACTORY + ABOVE.replace("@guard", "@guard('admin')"), "refused"),
}


def said_of(code: str, **beside: str) -> list[Misplaced]:
    files = {"app.py": code} | {f"{name}.py": text for name, text in beside.items()}
    found = extract.extract(Source("app.py", code), Workspace.of(files))
    seen = [each for policy in found for each in policy.observations]
    return [each for each in seen if isinstance(each, Misplaced)]


def allowed(app: Any, method: str) -> bool:
    """Whether a response has Allow-Origin; a preflight must succeed, too."""
    asks = {"Access-Control-Request-Method": "GET"} if method == "OPTIONS" else {}
    response = app.test_client().open(
        "/", method=method, headers={"Origin": "https://a.example", **asks}
    )
    bad = method == "OPTIONS" and response.status_code >= 300
    return "Access-Control-Allow-Origin" in response.headers and not bad


@pytest.mark.parametrize("name", CASES)
def test_what_stands_in_front(name: str) -> None:
    code, expected = CASES[name]
    said = ["partly" if each.partial else "refused" for each in said_of(HEAD + code)]
    assert said == ([expected] if expected else [])
    made: dict[str, Any] = {}
    exec(HEAD + code, made)
    assert allowed(made["app"], "OPTIONS") is (expected != "refused")
    if expected == "partly":
        assert not allowed(made["app"], "GET")


@pytest.mark.parametrize(
    "code",
    [
        f"{decorator('returns')}CORS(app)\n{ABOVE}",
        f"from elsewhere import guard\n{ABOVE}",
        f"guard = make()\n{ABOVE}",
        f"def guard(view):\n    return view\n{ABOVE}",
        f"{decorator('returns')}@guard\n@cross_origin()\n{VIEW}",
    ],
)
def test_what_is_not_told(code: str) -> None:
    assert said_of(HEAD + code) == []


def test_other_files() -> None:
    code = f"{HEAD}from guards import guard\n{ABOVE}"
    guards = f"from functools import wraps\nfrom flask import request, jsonify\n{decorator('returns')}"
    assert len(said_of(code, guards=guards)) == 1
    assert said_of(code, guards=guards, main="CORS(app)\n") == []
