"""More programs for ``order_programs.py``: guards that look alike and are not."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

FLASK = """\
import os

from flask import Flask, abort, jsonify, make_response, redirect, request, session
from flask_cors import CORS, cross_origin
from werkzeug.exceptions import Unauthorized

app = Flask("app", root_path=".")
app.secret_key = "x"
PUBLIC = ("/login", "/health")
UNSAFE = frozenset({"PUT", "POST"})
EXEMPT = ["HEAD"]
<cors>


<hooks>
@app.route("/", methods=["GET", "PUT"])
<view>def index():
    return "ok"
"""
WHOLE = 'CORS(app, origins=["https://a.example"])'
VIEW = '@cross_origin(origins=["https://a.example"])\n'
TOKEN = "request.headers.get('Authorization')"
BODIES = {
    "response with a status": f"if not {TOKEN}:\n    answer = jsonify(error='no')\n    answer.status_code = 401\n    return answer",
    "made response": f"if not {TOKEN}:\n    return make_response('no', 401)",
    "made of a pair": f"if not {TOKEN}:\n    return make_response(('no', 401))",
    "redirect": f"if not {TOKEN}:\n    return redirect('/login')",
    "raised class": f"if not {TOKEN}:\n    raise Unauthorized",
    "missing key": "request.headers['Authorization']",
    "caught key": "try:\n    request.headers['Authorization']\nexcept KeyError:\n    return 'no', 401",
    "authorization": "if request.authorization is None:\n    return 'no', 401",
    "exempt paths": f"if request.path in PUBLIC:\n    return None\nif not {TOKEN}:\n    return 'no', 401",
    "exempt endpoints": f"if request.endpoint in ('login', 'static'):\n    return\nif not {TOKEN}:\n    abort(401)",
    "exempt beginnings": f"if request.path.startswith('/public') or request.endpoint == 'login':\n    return\nif not {TOKEN}:\n    abort(401)",
    "answers well": "if request.method == 'OPTIONS':\n    return 'yes', 204",
    "answers well by a variable": "if request.method == 'OPTIONS':\n    answer = make_response()\n    answer.status_code = 204\n    return answer",
    "success without a status": f"if not {TOKEN}:\n    return jsonify(anonymous=True)",
    "other methods": f"if request.method in ('PUT', 'POST') and not {TOKEN}:\n    return 'no', 401",
    "method first": f"if request.method == 'OPTIONS':\n    return None\nif not {TOKEN}:\n    return 'no', 401",
    "other header": "if request.headers.get('Origin') == 'https://evil.example':\n    return 'no', 403",
    "switched off": f"if os.environ.get('GUARDED') and not {TOKEN}:\n    return 'no', 401",
    "listed methods": f"if request.method in UNSAFE and not {TOKEN}:\n    return 'no', 401",
    "listed methods that are exempt": f"if request.method not in EXEMPT and not {TOKEN}:\n    return 'no', 401",
    "anonymous": f"request.anonymous = not {TOKEN}",
}
HOOK = "@app.before_request\ndef guard():\n{}\n\n"
EARLY = "@app.before_request\ndef early():\n    if request.method == 'OPTIONS':\n        return '', 204\n\n\n"
HELPERS = {
    "helper that raises": "def demand():\n    if not request.headers.get('Authorization'):\n        abort(401)\n\n\n@app.before_request\ndef guard():\n    demand()\n\n\n",
    "helper that answers": "def refused(request):\n    if not request.headers.get('Authorization'):\n        return True\n    return False\n\n\n@app.before_request\ndef guard():\n    if refused(request):\n        return 'no', 401\n\n\n",
    "helper of a helper": "def token():\n    return request.headers.get('Authorization')\n\n\ndef known():\n    return token() is not None\n\n\n@app.before_request\ndef guard():\n    if not known():\n        return 'no', 401\n\n\n",
    "helper that exempts OPTIONS": "def known():\n    return request.method == 'OPTIONS' or bool(request.headers.get('Authorization'))\n\n\n@app.before_request\ndef guard():\n    if not known():\n        return 'no', 401\n\n\n",
    "registered by a call": "def guard():\n    if not request.headers.get('Authorization'):\n        return 'no', 401\n\n\napp.before_request(guard)\n\n\n",
}


def flask_hooks() -> Iterator[tuple[str, str]]:
    for name, body in BODIES.items():
        yield name, HOOK.format(indent(body, "    "))
    yield from HELPERS.items()
    refuses = HOOK.format(
        "    if not request.headers.get('Authorization'):\n        return 'no', 401\n"
    )
    yield "answered before", EARLY + refuses


def flask() -> Iterator[tuple[str, str]]:
    for name, hooks in flask_hooks():
        code = FLASK.replace("<hooks>", hooks)
        yield name, code.replace("<cors>", WHOLE).replace("<view>", "")
    refuses = HOOK.format(
        "    if not request.headers.get('Authorization'):\n        return 'no', 401\n"
    )
    code = FLASK.replace("<hooks>", refuses)
    yield "cross_origin", code.replace("<cors>", "").replace("<view>", VIEW)
    body = indent(
        code.replace("<cors>", WHOLE).replace("<view>", "").split("PUBLIC = ")[1], "    "
    )
    head = FLASK.split("app = Flask")[0]
    yield (
        "factory",
        f'{head}\n\ndef make():\n    app = Flask("app", root_path=".")\n    PUBLIC = {body.lstrip()}\n    return app\n\n\napp = make()\n',
    )
    yield (
        "another application",
        code.replace("<cors>", WHOLE)
        .replace("<view>", "")
        .replace(
            "@app.before_request",
            'other = Flask("other", root_path=".")\n\n\n@other.before_request',
        ),
    )


FALCON = """\
import falcon<import>


class Guard:
    <async>def <method>(self, <parameters>):
<body>

class Index:
    <async>def on_get(self, req, resp):
        resp.text = "ok"

    on_put = on_get


app = falcon<module>.App(middleware=[falcon.CORSMiddleware(allow_origins="https://a.example"), Guard()])
app.add_route("/", Index())
"""
FALCON_BODIES = {
    "completes well": (
        "process_request",
        "if req.method == 'OPTIONS':\n    resp.status = 204\n    resp.complete = True",
    ),
    "resource": (
        "process_resource",
        "if not req.get_header('Authorization'):\n    raise falcon.HTTPUnauthorized()",
    ),
    "method": (
        "process_request",
        "if not self.known(req):\n    raise falcon.HTTPUnauthorized()",
    ),
    "forbidden": (
        "process_request",
        "if req.get_header('X-Api-Key') is None:\n    raise falcon.HTTPForbidden()",
    ),
}
PARAMETERS = {
    "process_request": "req, resp",
    "process_resource": "req, resp, resource, params",
}
KNOWN = "\n    def known(self, req):\n        return req.get_header('Authorization') is not None\n"


def falcon() -> Iterator[tuple[str, str, str]]:
    for name, (method, body) in FALCON_BODIES.items():
        for kind in ("wsgi", "asgi"):
            parts = {
                "import": ".asgi" if kind == "asgi" else "",
                "module": ".asgi" if kind == "asgi" else "",
                "async": "async " if kind == "asgi" else "",
                "method": method,
                "parameters": PARAMETERS[method],
                "body": indent(body, "        ")
                + "\n"
                + (KNOWN if "known" in body else ""),
            }
            code = FALCON
            for part, text in parts.items():
                code = code.replace(f"<{part}>", text)
            yield f"{name}, {kind}", kind, code


AIOHTTP = """\
from aiohttp import web
from aiohttp_middlewares import cors_middleware


<guard>
async def index(request):
    return web.Response(text="ok")


app = web.Application(middlewares=[<name>, cors_middleware(origins=["https://a.example"], allow_headers=["authorization"])])
app.router.add_get("/", index)
app.router.add_put("/", index)
"""
MARKED = "@web.middleware\nasync def guard(request, handler):\n"
AIOHTTP_GUARDS = {
    "reraises": (
        MARKED
        + "    try:\n        return await handler(request)\n    except web.HTTPException as error:\n        if error.status < 400:\n            raise\n        return web.json_response({}, status=error.status)\n\n\n",
        "guard",
    ),
    "answers what it caught": (
        MARKED
        + "    try:\n        return await handler(request)\n    except web.HTTPException as error:\n        return error\n\n\n",
        "guard",
    ),
    "makes another": (
        MARKED
        + "    try:\n        return await handler(request)\n    except web.HTTPException as error:\n        return web.json_response({'error': error.reason}, status=error.status)\n\n\n",
        "guard",
    ),
    "catches errors alone": (
        MARKED
        + "    try:\n        return await handler(request)\n    except web.HTTPClientError as error:\n        return web.json_response({}, status=error.status)\n\n\n",
        "guard",
    ),
    "made by a function": (
        "def guard(name):\n    @web.middleware\n    async def checked(request, handler):\n        if 'Authorization' not in request.headers:\n            raise web.HTTPForbidden(reason=name)\n        return await handler(request)\n\n    return checked\n\n\n",
        "guard('no')",
    ),
    "measures": (
        MARKED
        + "    answer = await handler(request)\n    answer.headers['X-Took'] = '1'\n    return answer\n\n\n",
        "guard",
    ),
}


def aiohttp() -> Iterator[tuple[str, str]]:
    for name, (guard, given) in AIOHTTP_GUARDS.items():
        yield name, AIOHTTP.replace("<guard>", guard).replace("<name>", given)


CERTAIN = {
    "flask": HOOK.format(
        "    if request.path.startswith('/admin') and not session.get('user'):\n"
        "        return redirect('/login')\n"
    ),
    "aiohttp": MARKED
    + "    if request.path.startswith('/admin') and not request.headers.get('Authorization'):\n"
    "        raise web.HTTPForbidden()\n    return await handler(request)\n\n\n",
}
ADMIN = "/admin"


def on_certain_paths() -> Iterator[tuple[str, str]]:
    """What is asked at ADMIN, which is served beside the rest."""
    code = FLASK.replace("<hooks>", CERTAIN["flask"]).replace("<cors>", WHOLE)
    second = '@app.route("/admin", methods=["GET", "PUT"])\n@app.route("/"'
    yield "flask", code.replace("<view>", "").replace('@app.route("/"', second)
    code = AIOHTTP.replace("<guard>", CERTAIN["aiohttp"]).replace("<name>", "guard")
    yield "aiohttp", f'{code}app.router.add_get("/admin", index)\n'
