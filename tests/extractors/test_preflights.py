"""Routes, preflights and errors of hand-written CORS: where nothing can be said for sure."""

from __future__ import annotations

import pytest

from corslint.extractors.response_headers import extract
from corslint.observation import BareError
from corslint.policy import Policy, Route
from corslint.source import Workspace
from corslint.wire import Certainty

TORNADO = (
    "import tornado.web\nclass X(tornado.web.RequestHandler):\n"
    "    def set_default_headers(self):\n"
    "        self.set_header('Access-Control-Allow-Origin', '*')\n"
    "        self.set_header('Access-Control-Allow-Methods', 'PUT')\n"
    "    def put(self):\n        pass\n"
)
FLASK = (
    "from flask import Flask, request, jsonify, abort, Response\napp = Flask(__name__)\n"
)
VIEW = (
    "@app.put('/x')\ndef put():\n    response = jsonify(x=1)\n"
    "    response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n"
)
FASTAPI = (
    "from fastapi import FastAPI, Response\napp = FastAPI()\n"
    "@app.put('/x')\ndef put(response: Response):\n"
    "    response.headers['Access-Control-Allow-Origin'] = '*'\n    return {}\n"
)


def policies(code: str, **others: str) -> list[Policy]:
    files = {"main.py": code} | {f"{name}.py": text for name, text in others.items()}
    workspace = Workspace.of(files)
    source = workspace.source("main.py")
    assert source is not None
    return list(extract.extract(source, workspace))


def route(code: str, method: str = "PUT", **others: str) -> Route:
    """The only route that takes ``method``."""
    found = {
        each
        for policy in policies(code, **others)
        for each in policy.routes
        if method in each.methods
    }
    [one] = found
    return one


def errors(code: str, **others: str) -> list[int | None]:
    return [
        seen.status
        for policy in policies(code, **others)
        for seen in policy.observations
        if isinstance(seen, BareError)
    ]


@pytest.mark.parametrize("code", [TORNADO, FLASK + VIEW, FASTAPI])
def test_nobody_answers(code: str) -> None:
    found = route(code)
    assert found.preflight is Certainty.NO
    assert found.answered is None
    assert found.refusal


UNSURE = {
    "a base from elsewhere": (
        TORNADO.replace("tornado.web.RequestHandler", "elsewhere.Handler"),
        {},
    ),
    "a mixin from elsewhere": (
        TORNADO.replace("tornado.web.RequestHandler", "Mixin, tornado.web.RequestHandler"),
        {},
    ),
    "a base of the project that speaks of CORS": (
        "from base import Base\n"
        + TORNADO.replace("tornado.web.RequestHandler", "Base, tornado.web.RequestHandler"),
        {
            "base": "class Base:\n    def prepare(self):\n        self.set_header('Access-Control-Allow-Origin', '*')\n"
        },
    ),
    "a decorated class": (TORNADO.replace("class X", "@cors\nclass X"), {}),
    "an imported helper that answers OPTIONS": (
        "from helpers import answer\n" + TORNADO,
        {"helpers": "def answer(request):\n    return request.method == 'OPTIONS'\n"},
    ),
    "a method for unknown methods": (
        TORNADO + "    def _unimplemented_method(self):\n        pass\n",
        {},
    ),
    "prepare that looks for OPTIONS": (
        TORNADO
        + "    def prepare(self):\n        if self.request.method == 'OPTIONS':\n            self.finish()\n",
        {},
    ),
    "a library": ("from flask_cors import CORS\n" + FLASK + VIEW, {}),
    "another file of the project": (
        FLASK + VIEW,
        {"hooks": "from flask_cors import CORS\ndef init(app):\n    CORS(app)\n"},
    ),
    "middleware that is not known": (
        FASTAPI + "from elsewhere import Thing\napp.add_middleware(Thing)\n",
        {},
    ),
    "middleware by another argument": (
        FASTAPI.replace("FastAPI()", "FastAPI(middleware=[thing])"),
        {},
    ),
    "wrapped": (FLASK + VIEW + "app.wsgi_app = Thing(app.wsgi_app)\n", {}),
    "a route for all paths": (
        FASTAPI + "@app.options('/{rest:path}')\ndef any(rest):\n    return Response()\n",
        {},
    ),
    "a route of the same shape": (
        FASTAPI.replace("'/x'", "'/x/{key}'")
        + "@app.options('/x/{name}')\ndef any(name):\n    return Response()\n",
        {},
    ),
    "a hook that may answer": (
        FLASK + VIEW + "@app.before_request\ndef before():\n"
        "    if request.method == 'OPTIONS':\n        return elsewhere.answer()\n",
        {},
    ),
    "a decorator that makes the view answer": (
        "from functools import update_wrapper\nfrom flask import make_response, current_app\n"
        + FLASK
        + "def crossdomain(view):\n    def inner(*args):\n"
        "        if request.method == 'OPTIONS':\n"
        "            response = current_app.make_default_options_response()\n"
        "        else:\n            response = make_response(view(*args))\n"
        "        response.headers['Access-Control-Allow-Origin'] = '*'\n        return response\n"
        "    view.provide_automatic_options = False\n    view.required_methods = ['OPTIONS']\n"
        "    return update_wrapper(inner, view)\n"
        "@app.route('/x', methods=['PUT'])\n@crossdomain\ndef put():\n    return 'x'\n",
        {},
    ),
    "another name for a handler": (
        "from http.server import BaseHTTPRequestHandler\nclass X(BaseHTTPRequestHandler):\n"
        "    def do_PUT(self):\n        self.send_response(200)\n"
        "        self.send_header('Access-Control-Allow-Origin', '*')\n        self.end_headers()\n"
        "    do_OPTIONS = do_PUT\n",
        {},
    ),
    "a handler that is put in later": (
        TORNADO + "X.options = lambda self: self.set_status(204)\n",
        {},
    ),
    "errors that look for OPTIONS": (
        TORNADO
        + "    def write_error(self, status):\n        if self.request.method == 'OPTIONS':\n"
        "            self.set_status(204)\n",
        {},
    ),
    "a method that is not served": (
        TORNADO.replace("        pass\n", "        raise NotImplementedError\n"),
        {},
    ),
    "a status that is handled": (
        FASTAPI
        + "@app.exception_handler(405)\ndef missing(request, error):\n    return Response()\n",
        {},
    ),
    "decorators of a method": (
        "from django.views import View\nfrom django.http import HttpResponse\n"
        "@method_decorator([csrf_exempt, allow], name='dispatch')\nclass X(View):\n"
        "    def put(self, request):\n        response = HttpResponse()\n"
        "        response['Access-Control-Allow-Origin'] = '*'\n        return response\n",
        {},
    ),
    "a route with a flag": (
        FLASK + VIEW.replace("'/x'", "'/x', provide_automatic_options=False"),
        {},
    ),
    "more ways than are followed": (
        TORNADO
        + "    def options(self):\n"
        + "".join(
            f"        if self.x.a{n}:\n            self.set_header('Access-Control-Max-Age', '{n}')\n"
            for n in range(40)
        ),
        {},
    ),
}


@pytest.mark.parametrize("name", UNSURE)
def test_somebody_may_answer(name: str) -> None:
    code, others = UNSURE[name]
    found = [each for policy in policies(code, **others) for each in policy.routes]
    assert Certainty.NO not in {each.preflight for each in found}


def test_a_class_of_another_module_is_a_route_of_its_base() -> None:
    base = TORNADO.replace("    def put(self):\n        pass\n", "")
    heir = "from main import X\nclass Y(X):\n    def delete(self):\n        pass\n"
    found = route(base, "DELETE", heir=heir)
    assert (found.span.path, found.span.line) == ("heir.py", 3)
    assert found.preflight is Certainty.NO


def test_a_class_of_another_module_with_an_answer() -> None:
    base = TORNADO.replace("    def put(self):\n        pass\n", "")
    heir = (
        "from main import X\nclass Y(X):\n    def delete(self):\n        pass\n"
        "    def options(self):\n        pass\n"
    )
    assert route(base, "DELETE", heir=heir).preflight is Certainty.MAYBE


READ = {
    "request.headers['Authorization']": ("authorization",),
    "request.headers.get('X-Api-Key')": ("x-api-key",),
    "request.headers.get('X-Forwarded-For')": (),
    "request.headers.get('X-Real-IP')": (),
    "request.headers.get('X-Hub-Signature')": (),
    "request.headers.get('User-Agent')": (),
    "request.headers['Content-Type']": (),
    "other.headers['Authorization']": (),
    "request.environ['HTTP_X_API_KEY']": ("x-api-key",),
}


@pytest.mark.parametrize("text", READ)
def test_headers_that_only_scripts_send(text: str) -> None:
    code = FLASK + VIEW.replace("x=1", text)
    assert route(code).headers == READ[text]


JSON = {
    "request.get_json()": True,
    "request.json": True,
    "request.json['a']": True,
    "request.get_json(force=True)": False,
    "request.get_json(silent=True)": False,
    "request.json()": False,
    "request.form": False,
}


@pytest.mark.parametrize("text", JSON)
def test_bodies_that_have_to_be_json(text: str) -> None:
    assert route(FLASK + VIEW.replace("x=1", text)).json is JSON[text]


def test_what_preflights_are_told_is_what_their_answer_says() -> None:
    code = (
        "import tornado.web\nclass X(tornado.web.RequestHandler):\n    def put(self):\n"
        "        self.set_header('Access-Control-Allow-Origin', '*')\n"
        "        self.set_header('Access-Control-Allow-Methods', 'GET')\n"
        "    def options(self):\n        self.set_header('Access-Control-Allow-Origin', '*')\n"
        "        self.set_header('Access-Control-Allow-Methods', 'PUT')\n"
    )
    for policy in policies(code):
        assert getattr(policy.allow_methods, "value", None) == "PUT"


SUCCESS = (
    "    response = jsonify(x=1)\n"
    "    response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n"
)
BARE = {
    "pair": ("    if wrong:\n        return 'x', 400\n", [400]),
    "response": ("    if wrong:\n        return Response(status=500)\n", [500]),
    "status of a response": (
        "    if wrong:\n        made = jsonify(x=1)\n        made.status_code = 422\n        return made\n",
        [422],
    ),
    "abort": ("    if wrong:\n        abort(404)\n", [404]),
    "exception": (
        "    try:\n        work()\n    except ValueError:\n        return 'x', 503\n",
        [503],
    ),
    "two": (
        "    if wrong:\n        return 'x', 400\n    if worse:\n        return 'x', 500\n",
        [400, 500],
    ),
}


@pytest.mark.parametrize("name", BARE)
def test_errors_without_the_headers(name: str) -> None:
    text, wanted = BARE[name]
    assert errors(FLASK + f"@app.get('/x')\ndef get():\n{text}{SUCCESS}") == wanted


COVERED = {
    "by the same headers": (
        "    head = {'Access-Control-Allow-Origin': '*'}\n"
        "    if wrong:\n        return 'x', 400, head\n    return 'x', 200, head\n"
    ),
    "by headers that cannot be read": "    if wrong:\n        return 'x', 400, HEAD\n"
    + SUCCESS,
    "a success": "    if wrong:\n        return 'x', 202\n" + SUCCESS,
    "a method that is not taken": "    if wrong:\n        return 'x', 405\n" + SUCCESS,
    "a type that is not taken": "    if wrong:\n        return 'x', 415\n" + SUCCESS,
    "forgery is refused": "    if not csrf.valid(request):\n        return 'x', 403\n"
    + SUCCESS,
    "a status that is not known": "    if wrong:\n        return 'x', status\n" + SUCCESS,
    "a response of a helper": "    if wrong:\n        return failure(400)\n" + SUCCESS,
    "the origin is refused": (
        "    origin = request.headers.get('Origin')\n    if origin not in ALLOWED:\n"
        "        return 'x', 403\n    response = jsonify(x=1)\n"
        "    response.headers['Access-Control-Allow-Origin'] = origin\n    return response\n"
    ),
    "the origin is refused by a check that cannot be read": (
        "    if not allowed(request.headers.get('Origin')):\n        return 'x', 403\n"
        + SUCCESS
    ),
    "nothing has them": "    if wrong:\n        return 'x', 400\n    return 'x'\n",
}


@pytest.mark.parametrize("name", COVERED)
def test_errors_that_are_right_or_not_known(name: str) -> None:
    code = f"ALLOWED = ['https://a.example']\n@app.get('/x')\ndef get():\n{COVERED[name]}"
    assert errors(FLASK + code) == []


SEEN_BY_OTHERS = {
    "a hook": "@app.after_request\ndef cors(response):\n    response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n",
    "a decorator": "def with_cors(view):\n    return view\n",
}


@pytest.mark.parametrize("name", SEEN_BY_OTHERS)
def test_errors_that_others_may_finish(name: str) -> None:
    mark = "@with_cors\n" if name == "a decorator" else ""
    code = f"@app.get('/x')\n{mark}def get():\n{BARE['pair'][0]}{SUCCESS}"
    assert errors(FLASK + SEEN_BY_OTHERS[name] + code) == []


def test_an_exception_that_a_handler_may_answer() -> None:
    code = f"@app.get('/x')\ndef get():\n{BARE['abort'][0]}{SUCCESS}"
    handler = "@app.errorhandler(404)\ndef missing(error):\n    return 'x', 404\n"
    assert errors(FLASK + code) == [404]
    assert errors(FLASK + code + handler) == []


def test_the_branch_for_preflights_is_not_all() -> None:
    """Where something else may add the headers, the responses may have them."""
    code = (
        FLASK + "@app.route('/x', methods=['POST', 'OPTIONS'])\ndef x():\n"
        "    if request.method == 'OPTIONS':\n        made = Response()\n"
        "        made.headers['Access-Control-Allow-Origin'] = '*'\n        return made\n"
    )
    [sure] = policies(code + "    return 'x'\n")
    assert sure.actual is Certainty.NO
    [also] = policies(
        code + "    return 'x'\n",
        hooks="from main import app\n@app.after_request\ndef f(response):\n"
        "    response.headers['Access-Control-Allow-Origin'] = '*'\n    return response\n",
    )
    assert also.actual is not Certainty.NO
