"""Which routes belong to an application, as files write them down."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from reading import read

APP = "from quart import Blueprint, Quart\nfrom quart_cors import cors, route_cors\n"
USE = (
    "allow_origin=['https://a.example', 'https://b.example'], allow_methods=['GET', 'POST']"
)
PUT = "@app.put('/x')\nasync def x(): ...\n"
MADE = f"{APP}app = Quart('d')\ncors(app, {USE})\n"


def told(
    code: str, files: Mapping[str, str] | None = None, library: str = "quart_cors"
) -> list[tuple[tuple[str, ...], str | None, str]]:
    """Methods, path and file of each route."""
    return [
        (route.methods, route.path, route.span.path)
        for policy in read(library, code, files)
        for route in policy.routes
    ]


HERE = [(("PUT",), "/x", "main.py")]


@pytest.mark.parametrize(
    "code",
    [
        f"{MADE}{PUT}",
        f"{APP}app = cors(Quart('d'), {USE})\n{PUT}",
        f"{APP}app = Quart('d')\napp = cors(app, {USE})\n{PUT}",
        f"{MADE}@app.route('/x', methods=['GET', 'put'])\nasync def x(): ...\n",
        f"{MADE}@app.route('/x', methods=('PUT',))\nasync def x(): ...\n",
        f"{MADE}async def x(): ...\napp.add_url_rule('/x', view_func=x, methods=['PUT'])\n",
        f"{APP}def make():\n    app = Quart('d')\n    cors(app, {USE})\n"
        "    @app.put('/x')\n    async def x(): ...\n    return app\n",
        f"{MADE}{PUT}@app.get('/y')\nasync def y(): ...\n",
    ],
)
def test_routes_of_an_application(code: str) -> None:
    assert told(code) == HERE


@pytest.mark.parametrize(
    "code",
    [
        # Who adds it, or to what, is not known.
        f"{APP}def go(app):\n    cors(app, {USE})\n    {PUT.replace(chr(10), chr(10) + '    ')}",
        f"{MADE}other = Quart('e')\n@other.put('/x')\nasync def x(): ...\n",
        f"{MADE}part = Blueprint('p', 'd')\n@part.put('/x')\nasync def x(): ...\n",
        f"{MADE}@elsewhere.put('/x')\nasync def x(): ...\n",
        f"{MADE}@app.route('/x', methods=load())\nasync def x(): ...\n",
        f"{MADE}@app.route('/x', **options)\nasync def x(): ...\n",
        f"{MADE}@app.route('/x')\nasync def x(): ...\n",
        f"{MADE}client.put('/x', x)\ndef x(): ...\n",
        # Another policy may be the one.
        f"{MADE}@app.put('/x')\n@route_cors(allow_origin='*')\nasync def x(): ...\n",
        # The list is not known, or has it.
        f"{APP}app = Quart('d')\ncors(app, allow_methods=load(), allow_origin='*')\n{PUT}",
        f"{APP}app = Quart('d')\ncors(app, allow_methods=['GET', load()])\n{PUT}",
        f"{APP}app = Quart('d')\ncors(app, **load())\n{PUT}",
        f"{APP}app = Quart('d')\ncors(app, allow_methods=['GET', 'PUT'])\n{PUT}",
        f"{APP}app = Quart('d')\ncors(app)\n{PUT}",
    ],
)
def test_what_is_not_told(code: str) -> None:
    assert told(code) == []


def test_a_route_of_its_own() -> None:
    code = (
        f"{APP}app = Quart('d')\n@app.put('/x')\n@route_cors({USE})\nasync def x(): ...\n"
        "@app.delete('/y')\nasync def y(): ...\n"
    )
    assert told(code) == HERE


PART = "from quart import Blueprint\npart = Blueprint('p', 'd')\n@part.delete('/y')\nasync def y(): ...\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{MADE}from views import part\napp.register_blueprint(part)\n",
        f"{MADE}from views import part as views\napp.register_blueprint(views, url_prefix='/a')\n",
        f"{MADE}import views\napp.register_blueprint(views.part)\n",
    ],
)
def test_routes_of_other_modules(code: str) -> None:
    assert told(code, {"views.py": PART}) == [(("DELETE",), None, "views.py")]


def test_other_modules_that_are_not_handed_in_or_speak_of_cors() -> None:
    assert told(f"{MADE}from views import part\n", {"views.py": PART}) == []
    handed = f"{MADE}from views import part\napp.register_blueprint(part)\n"
    own = f"from quart_cors import route_cors\n{PART}"
    assert told(handed, {"views.py": own}) == []


def test_modules_that_hand_in_one_another() -> None:
    files = {
        "a.py": f"{PART}from b import other\npart.register_blueprint(other)\n",
        "b.py": f"{PART.replace('part', 'other')}from a import part\nother.register_blueprint(part)\n",
    }
    code = f"{MADE}from a import part\napp.register_blueprint(part)\n"
    assert [each[2] for each in told(code, files)] == ["a.py", "b.py"]


LITESTAR = (
    "from litestar import Controller, Litestar, Router, delete, put\n"
    "from litestar.config.cors import CORSConfig\n"
    "config = CORSConfig(allow_origins=['https://a.example'], allow_methods=['GET', 'POST'])\n"
)


def test_handlers_in_a_list_and_in_a_controller_of_another_module() -> None:
    code = (
        f"{LITESTAR}from items import Items\n@put('/x')\nasync def x() -> None: ...\n"
        "handlers = [x]\nhandlers += [Items]\n"
        "def make():\n    return Litestar(route_handlers=handlers, cors_config=config)\n"
    )
    items = (
        "from litestar import Controller, delete\nclass Items(Controller):\n"
        "    @delete('/y')\n    async def y(self) -> None: ...\n"
        "class Unused(Controller):\n    @delete('/z')\n    async def z(self) -> None: ...\n"
    )
    found = told(code, {"items.py": items}, "litestar")
    assert found == [(("PUT",), None, "main.py"), (("DELETE",), None, "items.py")]


@pytest.mark.parametrize(
    "rest",
    [
        "Litestar([], cors_config=config)\nLitestar([x])\n",
        "Litestar([], cors_config=config)\n",
        "make([x], cors_config=config)\n",
    ],
)
def test_handlers_that_may_be_served_elsewhere(rest: str) -> None:
    code = f"{LITESTAR}@put('/x')\nasync def x() -> None: ...\n{rest}"
    assert told(code, library="litestar") == []


FASTAPI = (
    "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n"
    "from items import router\napp = FastAPI()\n"
    "app.add_middleware(CORSMiddleware, allow_origins=['https://a.example'])\n"
)
ROUTER = (
    "from fastapi import APIRouter\nrouter = APIRouter(prefix='/items')\n"
    "@router.delete('/{key}')\nasync def remove(key: str): ...\n"
)


def test_routers_of_other_modules() -> None:
    code = f"{FASTAPI}app.include_router(router)\n"
    found = told(code, {"items.py": ROUTER}, "starlette")
    assert found == [(("DELETE",), None, "items.py")]
    assert told(FASTAPI, {"items.py": ROUTER}, "starlette") == []


def test_blueprints_of_flask_in_other_modules() -> None:
    code = (
        "from flask import Flask\nfrom flask_cors import CORS\nfrom views import part\n"
        "app = Flask('d')\nCORS(app, origins=['https://a.example'], methods=['GET', 'POST'])\n"
        "app.register_blueprint(part)\n"
    )
    part = "from flask import Blueprint\npart = Blueprint('p', 'd')\n@part.put('/x')\ndef x(): ...\n"
    found = told(code, {"views.py": part}, "flask_cors")
    assert found == [(("PUT",), None, "views.py")]
    own = f"from flask_cors import cross_origin\n{part}"
    assert told(code, {"views.py": own}, "flask_cors") == []


FALCON = (
    "import falcon\nfrom falcon_cors import CORS\nfrom policies import public\n"
    "cors = CORS(allow_origins_list=['https://a.example'], allow_methods_list=['GET', 'POST'])\n"
    "class Item:\n{own}\n    def on_put(self, req, resp): ...\n"
    "app = falcon.App(middleware=[cors.middleware])\napp.add_route('/x', Item())\n"
)


@pytest.mark.parametrize(
    ("own", "count"), [("", 1), ("    cors = public", 0), ("    cors_enabled = False", 0)]
)
def test_a_resource_with_a_policy_of_its_own(own: str, count: int) -> None:
    code = FALCON.replace("{own}", own)
    assert told(code, library="falcon_cors") == [(("PUT",), "/x", "main.py")] * count


@pytest.mark.parametrize(
    ("header", "refused"),
    [("['X-Key']", False), ("['x-key']", False), ("None", True), ("['X-Other']", True)],
)
def test_robyn(header: str, refused: bool) -> None:
    """As a server of robyn 0.88.0 answered: these names and no others."""
    code = (
        "from robyn import ALLOW_CORS, Robyn, SubRouter\napp = Robyn('d')\n"
        f"ALLOW_CORS(app, origins=['https://a.example'], headers={header})\n"
        "part = SubRouter('p', prefix='/p')\napp.include_router(part)\n"
        "@part.put('/x')\nasync def x(request):\n    return request.headers['X-Key']\n"
    )
    assert told(code, library="robyn") == [(("PUT",), None, "main.py")] * refused


@pytest.mark.parametrize("depth", [1, 3000])
def test_hostile_files(depth: int) -> None:
    names = "".join(f"n{i} = n{i + 1}\n" for i in range(depth))
    routes = "".join(f"@app.put('/{i}')\nasync def x{i}(): ...\n" for i in range(depth))
    code = f"{MADE}app.register_blueprint(n0)\n{names}{routes}"
    assert 1 <= len(told(code)) <= 500
