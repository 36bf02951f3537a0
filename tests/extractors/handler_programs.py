"""Small servers with hand-written CORS, in every combination of what decides a preflight.

A program is chosen by five things: who is let in, what preflights are told, where the
headers are written, who answers OPTIONS, and the method of its one route.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

ALLOWED = 'ALLOWED = {"https://a.example", "https://b.example"}\n'
FROM_REQUEST = 'request.headers.get("Origin")'
ORIGINS = {
    "constant": ('"https://a.example"', None),
    "everybody": ('"*"', None),
    "echo": ('request.headers.get("Origin", "*")', None),
    "list": (FROM_REQUEST, f"{FROM_REQUEST} in ALLOWED"),
}
TOLD = {
    "nothing": {},
    "other methods": {"Methods": "GET, POST"},
    "the methods": {"Methods": "PUT, DELETE"},
    "all": {"Methods": "*", "Headers": "*"},
    "headers": {"Headers": "Content-Type"},
}
PLACES = ("view", "hook", "helper", "decorator")
ANSWERS = ("nobody", "route", "hook", "branch", "bare")
METHODS = ("PUT", "DELETE", "GET")
WRITE = re.compile(r'response\.headers\[("[^"]+")\] = (.*)')


class Choice(NamedTuple):
    framework: str
    origins: str
    told: str
    place: str
    answer: str
    method: str

    def headers(self, indent: int) -> str:
        """The statements that write the headers to ``response``."""
        value, test = ORIGINS[self.origins]
        lines = [f'response.headers["Access-Control-Allow-Origin"] = {value}']
        if test is not None:
            lines = [f"if {test}:", f"    {lines[0]}"]
        for name, text in TOLD[self.told].items():
            lines.append(f'response.headers["Access-Control-Allow-{name}"] = "{text}"')
        return "".join(f"{' ' * indent}{line}\n" for line in lines)

    def calls(self, indent: int, method: str, request: str) -> str:
        """The same for a handler class: ``self.set_header(name, value)``."""
        written = WRITE.sub(rf"self.{method}(\1, \2)", self.headers(indent))
        return written.replace("request.headers", request)


def flask(choice: Choice) -> str | None:
    methods = [choice.method, *(["OPTIONS"] if choice.answer in {"branch", "bare"} else [])]
    start = "from flask import Flask, Response, jsonify, make_response, request\n"
    code = f"{start}from functools import wraps\napp = Flask(__name__)\n{ALLOWED}"
    body, mark = "    return jsonify(x=1)\n", ""
    match choice.place:
        case "hook":
            code += f"@app.after_request\ndef cors(response):\n{choice.headers(4)}    return response\n"
        case "helper":
            code += f"def add_headers(response):\n{choice.headers(4)}    return response\n"
            body = "    return add_headers(jsonify(x=1))\n"
        case "view":
            body = f"    response = jsonify(x=1)\n{choice.headers(4)}    return response\n"
        case _:
            code += "def allow(view):\n    @wraps(view)\n    def inner(*args, **named):\n"
            code += f"        response = make_response(view(*args, **named))\n{choice.headers(8)}"
            code += "        return response\n    return inner\n"
            mark = "@allow\n"
    made = f"        response = Response(status=204)\n{choice.headers(8)}        return response\n"
    match choice.answer:
        case "hook":
            code += f'@app.before_request\ndef first():\n    if request.method == "OPTIONS":\n{made}'
        case "route":
            code += f'@app.route("/x", methods=["OPTIONS"])\ndef preflight():\n    if True:\n{made}'
        case "branch":
            body = f'    if request.method == "OPTIONS":\n{made}{body}'
        case _:
            pass
    return f'{code}@app.route("/x", methods={methods!r})\n{mark}def view():\n{body}'


def fastapi(choice: Choice) -> str | None:
    if choice.place == "decorator" or choice.answer in {"branch", "bare"}:
        return None
    code = f"from fastapi import FastAPI, Request, Response\napp = FastAPI()\n{ALLOWED}"
    code += around(choice, '@app.middleware("http")\n', "call_next", "Response")
    arguments, body = "request: Request, response: Response", ""
    if choice.place == "helper":
        code += f"def add_headers(request, response):\n{choice.headers(4)}"
        body = "    add_headers(request, response)\n"
    elif choice.place == "view":
        body = choice.headers(4)
    if choice.answer == "route":
        code += f'@app.options("/x")\ndef preflight({arguments}):\n{choice.headers(4)}    return {{}}\n'
    verb = choice.method.lower()
    return f'{code}@app.{verb}("/x")\ndef view({arguments}):\n{body}    return {{}}\n'


def aiohttp(choice: Choice) -> str | None:
    if choice.answer in {"branch", "bare"}:
        return None
    code = f"from aiohttp import web\n{ALLOWED}"
    code += around(choice, "@web.middleware\n", "handler", "web.Response")
    hooked = "cors" if "def cors" in code else ""
    body, mark = "    return web.json_response({})\n", ""
    if choice.place == "helper":
        code += (
            f"def add_headers(request, response):\n{choice.headers(4)}    return response\n"
        )
        body = "    return add_headers(request, web.json_response({}))\n"
    elif choice.place == "view":
        body = f"    response = web.json_response({{}})\n{choice.headers(4)}    return response\n"
    elif choice.place == "decorator":
        code += "def allow(view):\n    async def inner(request):\n"
        code += f"        response = await view(request)\n{choice.headers(8)}"
        code += "        return response\n    return inner\n"
        mark = "@allow\n"
    code += f"{mark}async def view(request):\n{body}"
    route = f'app.router.add_{choice.method.lower()}("/x", view)\n'
    if choice.answer == "route":
        code += f"async def preflight(request):\n    response = web.Response()\n{choice.headers(4)}    return response\n"
        route += 'app.router.add_options("/x", preflight)\n'
    return f"{code}app = web.Application(middlewares=[{hooked}])\n{route}"


def around(choice: Choice, mark: str, rest: str, response: str) -> str:
    """Middleware that writes the headers, or answers preflights, or both."""
    if choice.place != "hook" and choice.answer != "hook":
        return ""
    code = f"{mark}async def cors(request, {rest}):\n"
    test = f'    if request.method == "OPTIONS":\n        response = {response}()\n'
    if choice.place != "hook":
        answered = f"{test}{choice.headers(8)}        return response\n"
        return f"{code}{answered}    return await {rest}(request)\n"
    called = f"response = await {rest}(request)\n"
    made = (
        f"{test}    else:\n        {called}" if choice.answer == "hook" else f"    {called}"
    )
    return f"{code}{made}{choice.headers(4)}    return response\n"


def tornado(choice: Choice) -> str | None:
    if choice.place == "decorator":
        return None

    def headers(indent: int) -> str:
        return choice.calls(indent, "set_header", "self.request.headers")

    begin = {
        "hook": f"    def set_default_headers(self):\n{headers(8)}",
        "helper": f"    def add_headers(self):\n{headers(8)}",
        "view": "    handles = True\n",
    }
    own = {"hook": "", "helper": "        self.add_headers()\n", "view": headers(8)}
    finish = "        self.set_status(204)\n"
    answer = {
        "nobody": "",
        "route": f"    def options(self):\n{own[choice.place]}{finish}",
        "bare": f"    def options(self):\n{finish}",
        "branch": "",
        "hook": '    def prepare(self):\n        if self.request.method == "OPTIONS":\n'
        f"{headers(12)}            self.finish()\n",
    }
    first = f"class Base(tornado.web.RequestHandler):\n{begin[choice.place]}"
    body = f"    def {choice.method.lower()}(self):\n{own[choice.place]}        self.write('x')\n"
    return (
        f"import tornado.web\n{ALLOWED}{first}{answer[choice.answer]}class X(Base):\n{body}"
    )


def http_server(choice: Choice) -> str | None:
    if choice.place == "decorator" or choice.answer in {"hook", "branch"}:
        return None

    def headers(indent: int) -> str:
        return choice.calls(indent, "send_header", "self.headers")

    begin = {
        "hook": f"    def end_headers(self):\n{headers(8)}        super().end_headers()\n",
        "helper": "    def begin(self, code):\n        self.send_response(code)\n"
        f"{headers(8)}        self.end_headers()\n",
        "view": "    handles = True\n",
    }
    plain = "        self.send_response(204)\n        self.end_headers()\n"
    own = {
        "hook": plain,
        "helper": "        self.begin(204)\n",
        "view": f"        self.send_response(204)\n{headers(8)}        self.end_headers()\n",
    }
    answer = {
        "nobody": "",
        "route": f"    def do_OPTIONS(self):\n{own[choice.place]}",
        "bare": f"    def do_OPTIONS(self):\n{plain}",
    }
    return (
        f"from http.server import BaseHTTPRequestHandler\n{ALLOWED}"
        f"class X(BaseHTTPRequestHandler):\n{begin[choice.place]}{answer[choice.answer]}"
        f"    def do_{choice.method}(self):\n{own[choice.place]}"
    )


FRAMEWORKS: dict[str, Callable[[Choice], str | None]] = {
    "flask": flask,
    "fastapi": fastapi,
    "aiohttp": aiohttp,
    "tornado": tornado,
    "http.server": http_server,
}


def programs() -> Iterator[tuple[Choice, str]]:
    """All of them, in an order that mixes them and is always the same."""
    choices = list(product(FRAMEWORKS, ORIGINS, TOLD, PLACES, ANSWERS, METHODS))
    random.Random(1).shuffle(choices)
    for parts in choices:
        choice = Choice(*parts)
        code = FRAMEWORKS[choice.framework](choice)
        if code is not None:
            yield choice, code
