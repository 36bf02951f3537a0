"""Records what tools answer that CORS is configured in: ``data/tools/<tool>.json``.

``python tests/libraries/record_tools.py superset`` needs the tool itself to be installed;
each row is run in an interpreter of its own, in a folder that holds its file. A name such
as ``lilya@0.26.2`` records an older version, which has to be the installed one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = HERE.parent / "data" / "tools"
ORIGINS: Mapping[str, str | None] = {
    "good": "https://a.example",
    "b": "https://b.example",
    "evil": "https://evil.example",
    "null": "null",
    "none": None,
    "local": "http://localhost:3000",
    "port": "https://a.example:8443",
    "http": "http://a.example",
    "sub": "https://s.a.example",
}
KINDS = ("get", "get_cookie", "preflight", "preflight_put")


@dataclass(frozen=True)
class Subject:
    """A tool: the file that configures it, what stands in it, and how it is run.

    Where ``outside`` the spellings are what is set in the environment, line by line.
    """

    packages: tuple[str, ...]
    path: str
    form: str
    spellings: Mapping[str, str]
    run: Callable[[], Mapping[str, Any]]
    outside: bool = False


def requests(kinds: tuple[str, ...] = KINDS) -> dict[str, Any]:
    from cells import REQUESTS

    from corslint.wire import Request

    made = {}
    for kind in kinds:
        asked = REQUESTS.get(kind, Request(None, websocket=True))
        for label, origin in ORIGINS.items():
            made[f"{kind}|{label}"] = Request(
                origin,
                asked.method,
                asked.credentials,
                asked.asks_method,
                asked.asks_headers,
                websocket=asked.websocket,
            )
    return made


def superset() -> Mapping[str, Any]:
    """``SupersetAppInitializer.configure_middlewares``, and the defaults of 6.1."""
    import superset_config
    from flask import Flask
    from flask_cors import CORS
    from talking import asked_wsgi

    app = Flask("superset")
    app.config["ENABLE_CORS"] = True
    app.config["CORS_OPTIONS"] = {
        "origins": ["https://tile.openstreetmap.org", "https://tile.osm.ch"]
    }
    app.config.from_object(superset_config)
    if app.config["ENABLE_CORS"]:
        CORS(app, **app.config["CORS_OPTIONS"])
    app.add_url_rule("/", "index", lambda: "ok", methods=["GET", "PUT"])
    made = requests()
    return dict(zip(made, asked_wsgi(app, made.values()), strict=True))


def reflex() -> Mapping[str, Any]:
    import reflex as rx
    from talking import asked_asgi, asked_socket

    type("State", (rx.State,), {"__annotations__": {"number": int}, "number": 0})
    app = rx.App()
    app.add_page(lambda: rx.text("hi"), route="/")
    made = requests()
    asked = [replace(each, route="/ping") for each in made.values()]
    found = dict(zip(made, asked_asgi(app._api, asked), strict=True))
    for key, each in requests(("socket",)).items():
        found[key] = asked_socket(app._api, each, "/_event/?EIO=4&transport=websocket")
    return found


def bentoml() -> Mapping[str, Any]:
    import service
    from talking import asked_asgi

    made = requests()
    asked = [replace(each, route="/livez") for each in made.values()]
    return dict(zip(made, asked_asgi(service.Service.to_asgi(), asked), strict=True))


def responder() -> Mapping[str, Any]:
    import server
    from talking import asked_asgi

    made = requests()
    asked = [replace(each, route="/") for each in made.values()]
    return dict(zip(made, asked_asgi(server.api, asked), strict=True))


def application() -> Mapping[str, Any]:
    """``app`` of ``server``, an ASGI application with one route."""
    import server
    from talking import asked_asgi

    made = requests()
    asked = [replace(each, route="/") for each in made.values()]
    return dict(zip(made, asked_asgi(server.app, asked), strict=True))


def hug() -> Mapping[str, Any]:
    import server
    from talking import asked_wsgi

    made = requests()
    return dict(zip(made, asked_wsgi(server.__hug_wsgi__, made.values()), strict=True))


def bokeh() -> Mapping[str, Any]:
    """The server of ``serve``, listening while it is asked."""
    from threading import Thread

    import serve
    from talking import shaken

    Thread(target=serve.server.io_loop.start, daemon=True).start()
    serve.server.start()
    made = requests(("socket",))
    asked = [replace(each, route="/ws") for each in made.values()]
    return dict(zip(made, shaken(serve.server.port, asked), strict=True))


def guarded() -> Mapping[str, Any]:
    """``app`` of ``server``, asked over HTTP: only whether the guard lets it through."""
    import server
    from talking import asked_asgi

    made = requests(("guard",))
    asked = [replace(each, route="/mcp", websocket=False) for each in made.values()]
    _, *found = asked_asgi(server.app, [asked[0], *asked])  # it is starting
    return dict(zip(made, found, strict=True))


def gradio() -> Mapping[str, Any]:
    """Asked by the name that it has in public, and by that of this machine."""
    import server
    from talking import asked_asgi

    made = requests(("get", "preflight"))
    for key, each in requests(("get",)).items():
        here = replace(each, headers=(("Host", "localhost:7860"),))
        made[key.replace("get", "here")] = here
    asked = [replace(each, route="/") for each in made.values()]
    return dict(zip(made, asked_asgi(server.app, asked), strict=True))


SUPERSET = {
    "wildcard": "ENABLE_CORS = True\nCORS_OPTIONS = {'origins': '*'}",
    "wildcard in a list": "CORS_OPTIONS = {'origins': ['*']}",
    "empty": "ENABLE_CORS = True\nCORS_OPTIONS = {}",
    "switch alone": "ENABLE_CORS = True",
    "off": "ENABLE_CORS = False\nCORS_OPTIONS = {'origins': '*'}",
    "credentials": "CORS_OPTIONS = {'origins': '*', 'supports_credentials': True}",
    "one": "CORS_OPTIONS = {'origins': ['https://a.example']}",
    "one with credentials": (
        "CORS_OPTIONS = {'origins': ['https://a.example'], 'supports_credentials': True}"
    ),
    "two": "CORS_OPTIONS = dict(origins=['https://a.example', 'https://b.example'])",
    "text": "CORS_OPTIONS = {'origins': 'https://a.example'}",
    "slash": "CORS_OPTIONS = {'origins': ['https://a.example/']}",
    "null": "CORS_OPTIONS = {'origins': ['null']}",
    "copied": (
        "ENABLE_CORS = True\nCORS_OPTIONS = {\n    'supports_credentials': True,\n"
        "    'allow_headers': ['*'],\n    'headers': '*',\n    'resources': ['*'],\n"
        "    'origins': ['*'],\n}"
    ),
    "unknown option": "CORS_OPTIONS = {'allow_origins': ['https://a.example']}",
    "written into": "CORS_OPTIONS = {}\nCORS_OPTIONS['origins'] = ['https://a.example']",
    "flask's own": "CORS_OPTIONS = {}\nCORS_ORIGINS = ['https://a.example']",
    "pattern": r"CORS_OPTIONS = {'origins': [r'https://.*\.a\.example']}",
    "max age": "CORS_OPTIONS = {'origins': ['https://a.example'], 'max_age': 60}",
}
REFLEX = {
    "default": "app_name='demo'",
    "wildcard": "app_name='demo', cors_allowed_origins=('*',)",
    "wildcard in a list": "app_name='demo', cors_allowed_origins=['*']",
    "one": "app_name='demo', cors_allowed_origins=['https://a.example']",
    "two": "app_name='demo', cors_allowed_origins=('https://a.example', 'https://b.example')",
    "set": "app_name='demo', cors_allowed_origins={'https://a.example'}",
    "mixed": "app_name='demo', cors_allowed_origins=['https://a.example', '*']",
    "empty": "app_name='demo', cors_allowed_origins=[]",
    "text": "app_name='demo', cors_allowed_origins='https://a.example'",
    "star as text": "app_name='demo', cors_allowed_origins='*'",
    "slash": "app_name='demo', cors_allowed_origins=['https://a.example/']",
    "null": "app_name='demo', cors_allowed_origins=['null']",
    "unknown option": "app_name='demo', cors_allowed_origin=['https://a.example']",
}
CORS = "{'enabled': True, 'access_control_allow_origins': "
BENTOML = {
    "wildcard": f"http={{'cors': {CORS}'*'}}}}",
    "wildcard in a list": f"http={{'cors': {CORS}['*']}}}}",
    "credentials": f"http={{'cors': {CORS}['*'], 'access_control_allow_credentials': True}}}}",
    "one": f"http={{'cors': {CORS}['https://a.example']}}}}",
    "text": f"http={{'cors': {CORS}'https://a.example'}}}}",
    "two": f"http={{'cors': {CORS}['https://a.example', 'https://b.example']}}}}",
    "tuple": f"http={{'cors': {CORS}('https://a.example',)}}}}",
    "comma": f"http={{'cors': {CORS}'https://a.example,https://b.example'}}}}",
    "slash": f"http={{'cors': {CORS}['https://a.example/']}}}}",
    "null": f"http={{'cors': {CORS}['null']}}}}",
    "mixed": f"http={{'cors': {CORS}['https://a.example', '*']}}}}",
    "empty": f"http={{'cors': {CORS}[]}}}}",
    "none": f"http={{'cors': {CORS}None}}}}",
    "enabled alone": "http={'cors': {'enabled': True}}",
    "not enabled": "http={'cors': {'access_control_allow_origins': ['*']}}",
    "disabled": "http={'cors': {'enabled': False, 'access_control_allow_origins': ['*']}}",
    "enabled by text": (
        "http={'cors': {'enabled': 'true', 'access_control_allow_origins': ['*']}}"
    ),
    "enabled by number": "http={'cors': {'enabled': 1, 'access_control_allow_origins': ['*']}}",
    "unknown option": f"http={{'cors': {CORS}['https://a.example'], 'allow_origins': ['*']}}}}",
    "old name": (
        "http={'cors': {'enabled': True, 'access_control_allow_origin': 'https://a.example'}}"
    ),
    "pattern": (
        "http={'cors': {'enabled': True, 'access_control_allow_origins': [],"
        r" 'access_control_allow_origin_regex': r'https://.*\.a\.example'}}"
    ),
    "pattern alone": (
        "http={'cors': {'enabled': True,"
        r" 'access_control_allow_origin_regex': r'https://.*\.a\.example'}}"
    ),
    "broken pattern": (
        "http={'cors': {'enabled': True, 'access_control_allow_origins': [],"
        " 'access_control_allow_origin_regex': '('}}"
    ),
    "methods": (
        f"http={{'cors': {CORS}'*', 'access_control_allow_methods': ['GET', 'PUT'],"
        " 'access_control_allow_headers': ['x-custom'], 'access_control_max_age': 60,"
        " 'access_control_expose_headers': ['x-a', 'x-b']}}"
    ),
    "every method": (
        f"http={{'cors': {CORS}'*', 'access_control_allow_methods': ['*'],"
        " 'access_control_allow_headers': ['*']}}"
    ),
    "texts": (
        f"http={{'cors': {CORS}'*', 'access_control_allow_methods': 'PUT',"
        " 'access_control_allow_headers': 'x-custom', 'access_control_expose_headers': 'x-a'}}"
    ),
    "star as method": f"http={{'cors': {CORS}'*', 'access_control_allow_methods': '*'}}}}",
    "credentials as text": (
        f"http={{'cors': {CORS}['*'], 'access_control_allow_credentials': 'false'}}}}"
    ),
    "age as text": f"http={{'cors': {CORS}['*'], 'access_control_max_age': '60'}}}}",
}
HOSTS = {
    "one": "['a.example:443']",
    "one without a port": "['a.example']",
    "two": "['a.example:443', 'b.example:443']",
    "wildcard": "['*']",
    "every port": "['a.example:*']",
    "a wildcard with a port": "['*:443']",
    "an octet": "['*.example']",
    "subdomain": "['*.a.example:443']",
    "mixed": "['a.example', '*']",
    "scheme": "['https://a.example']",
    "upper case": "['A.EXAMPLE:443']",
    "local": "['localhost:3000']",
    "empty": "[]",
    "blank": "['']",
    "tuple": "('a.example:8443',)",
    "port of http": "['a.example:80']",
    "text": "'a.example'",
    "number": "[7]",
}
BOKEH = {name: f"allow_websocket_origin={text}" for name, text in HOSTS.items()}
PANEL = {
    **{name: f"websocket_origin={text}" for name, text in HOSTS.items()},
    "star as text": "websocket_origin='*'",
    "text with a port": "websocket_origin='a.example:443'",
}
GUARDED = "allowed_hosts=['api.example'], allowed_origins="
MCP = {
    "one": f"{GUARDED}['https://a.example']",
    "two": f"{GUARDED}['https://a.example', 'https://b.example']",
    "every port": f"{GUARDED}['https://a.example:*', 'http://localhost:*']",
    "wildcard": f"{GUARDED}['*']",
    "slash": f"{GUARDED}['https://a.example/']",
    "null": f"{GUARDED}['null']",
    "bare": f"{GUARDED}['a.example']",
    "empty": f"{GUARDED}[]",
    "nothing": "allowed_hosts=['api.example']",
    "off": f"enable_dns_rebinding_protection=False, {GUARDED}['https://a.example']",
    "off alone": "enable_dns_rebinding_protection=False",
    "text": f"{GUARDED}'https://a.example'",
    "glob": f"{GUARDED}['https://*.a.example']",
    "tuple": f"{GUARDED}('https://a.example',)",
    "scheme and star": f"{GUARDED}['https:*']",
    "upper case": f"{GUARDED}['HTTPS://A.EXAMPLE']",
    "unknown option": f"{GUARDED}['https://a.example'], allow_origins=['*']",
    "off by text": f"enable_dns_rebinding_protection='false', {GUARDED}['https://a.example']",
}
STRICT = "host_origin_protection=True, " + GUARDED
FASTMCP = {
    "one": f"{STRICT}['https://a.example']",
    "two": f"{STRICT}['https://a.example', 'https://b.example']",
    "wildcard": f"{STRICT}['*']",
    "glob": f"{STRICT}['https://*.a.example']",
    "every port": f"{STRICT}['https://a.example:*']",
    "port of the scheme": f"{STRICT}['https://a.example:443']",
    "slash": f"{STRICT}['https://a.example/']",
    "upper case": f"{STRICT}['HTTPS://A.EXAMPLE']",
    "path": f"{STRICT}['https://a.example/app']",
    "bare": f"{STRICT}['a.example']",
    "null": f"{STRICT}['null']",
    "empty": f"{STRICT}[]",
    "text": f"{STRICT}'https://a.example'",
    "nothing": "host_origin_protection=True, allowed_hosts=['api.example']",
    "auto": f"host_origin_protection='auto', {GUARDED}['https://a.example']",
    "off": f"host_origin_protection=False, {GUARDED}['https://a.example']",
    "not said": f"{GUARDED}['https://a.example']",
    "any scheme": f"{STRICT}['*://a.example:*']",
    "every https": f"{STRICT}['https://*']",
    "wrong switch": f"host_origin_protection='strict', {GUARDED}['https://a.example']",
}
GRADIO = {
    "auth": "auth=('user', 'secret')",
    "auth by a function": "auth=lambda user, secret: secret == 'x'",
    "not strict": "strict_cors=False",
    "auth and not strict": "auth=('user', 'secret'), strict_cors=False",
}
RESPONDER = {
    "defaults": "cors=True",
    "wildcard": "cors=True, cors_params={'allow_origins': ['*']}",
    "star as text": "cors=True, cors_params={'allow_origins': '*'}",
    "credentials": "cors=True, cors_params={'allow_origins': ['*'], 'allow_credentials': True}",
    "one": "cors=True, cors_params={'allow_origins': ['https://a.example']}",
    "text": "cors=True, cors_params={'allow_origins': 'https://a.example'}",
    "slash": "cors=True, cors_params={'allow_origins': ['https://a.example/']}",
    "null": "cors=True, cors_params={'allow_origins': ['null']}",
    "pattern": r"cors=True, cors_params={'allow_origin_regex': r'https://.*\.a\.example'}",
    "methods": (
        "cors=True, cors_params={'allow_origins': ['https://a.example'],"
        " 'allow_methods': ['*'], 'allow_headers': ['*'], 'max_age': 60}"
    ),
    "off": "cors=False, cors_params={'allow_origins': ['*']}",
    "not switched on": "cors_params={'allow_origins': ['*']}",
    "unknown option": "cors=True, cors_params={'origins': ['*']}",
}
ONE = "allow_origins=['https://a.example']"
LILYA = {
    "default": "",
    "wildcard": "allow_origins='*'",
    "wildcard in a list": "allow_origins=['*']",
    "credentials": "allow_origins=['*'], allow_credentials=True",
    "one": ONE,
    "one with credentials": f"{ONE}, allow_credentials=True",
    "two": "allow_origins=['https://a.example', 'https://b.example']",
    "positional": "['https://a.example'], ['PUT'], ['X-Custom'], True",
    "tuple": "allow_origins=('https://a.example',)",
    "set": "allow_origins={'https://a.example'}",
    "text": "allow_origins='https://a.example'",
    "comma": "allow_origins='https://a.example,https://b.example'",
    "slash": "allow_origins=['https://a.example/']",
    "null": "allow_origins=['null']",
    "glob": "allow_origins=['https://*.a.example']",
    "compiled": r"allow_origins=[re.compile(r'https://a\.example')]",
    "glob as text": "allow_origins='https://*.a.example'",
    "mixed": "allow_origins=['https://a.example', '*']",
    "empty": "allow_origins=[]",
    "none": "allow_origins=None",
    "false": "allow_origins=False",
    "true": "allow_origins=True",
    "number": "allow_origins=['https://a.example', 7]",
    "generator": "allow_origins=(each for each in ['https://a.example'])",
    "pattern": r"allow_origin_regex=r'https://.*\.a\.example'",
    "open pattern": "allow_origin_regex='.*'",
    "pattern of the beginning": "allow_origin_regex='https://a'",
    "empty pattern": "allow_origin_regex=''",
    "broken pattern": "allow_origin_regex='('",
    "compiled pattern": r"allow_origin_regex=re.compile(r'https://a\.example', re.I)",
    "pattern beside a list": r"allow_origins=['null'], allow_origin_regex=r'https://a\.example'",
    "pattern in a list": r"allow_origin_regex=['https://a\.example']",
    "methods": f"{ONE}, allow_methods=['GET', 'PUT'], allow_headers=['X-Custom', 'Accept']",
    "every method": f"{ONE}, allow_methods=['*'], allow_headers=['*']",
    "star as method": f"{ONE}, allow_methods='*', allow_headers='*'",
    "texts": f"{ONE}, allow_methods='PUT', allow_headers='x-custom', expose_headers='x-a'",
    "lower-case method": f"{ONE}, allow_methods=['put'], allow_headers=['*']",
    "no methods": f"{ONE}, allow_methods=[], allow_headers=None",
    "number as method": f"{ONE}, allow_methods=[7]",
    "number as header": f"{ONE}, allow_headers=[7]",
    "exposed": f"{ONE}, expose_headers=['X-A', 'X-B']",
    "exposed to everybody": "allow_origins=['*'], expose_headers=['X-A', 'X-B']",
    "exposed star": "allow_origins=['*'], expose_headers=['*']",
    "age": f"{ONE}, max_age=60",
    "age 0": f"{ONE}, max_age=0",
    "no age": f"{ONE}, max_age=None",
    "age as text": f"{ONE}, max_age='1 day'",
    "private networks": f"{ONE}, allow_private_networks=True",
    "private networks for everybody": "allow_origins=['*'], allow_private_networks=True",
    "credentials as text": f"{ONE}, allow_credentials='false'",
    "unknown option": "origins=['https://a.example']",
    "starlette's name": f"{ONE}, allow_private_network=True",
}
FASTAPI_CORS = {
    "default": "",
    "wildcard": "ALLOW_ORIGINS=*",
    "wildcard without credentials": "ALLOW_ORIGINS=*\nALLOWED_CREDENTIALS=False",
    "one": "ALLOW_ORIGINS=https://a.example",
    "one without credentials": "ALLOW_ORIGINS=https://a.example\nALLOWED_CREDENTIALS=no",
    "two": "ALLOW_ORIGINS=https://a.example,https://b.example",
    "blanks": "ALLOW_ORIGINS=https://a.example, https://b.example",
    "blank": "ALLOW_ORIGINS=",
    "as in Python": "ALLOW_ORIGINS=['https://a.example']",
    "star as in Python": "ALLOW_ORIGINS=['*']",
    "as in JSON": 'ALLOW_ORIGINS=["https://a.example", "https://b.example"]',
    "mixed": "ALLOW_ORIGINS=https://a.example,*",
    "slash": "ALLOW_ORIGINS=https://a.example/",
    "null": "ALLOW_ORIGINS=null",
    "glob": "ALLOW_ORIGINS=https://*.a.example",
    "semicolon": "ALLOW_ORIGINS=https://a.example;https://b.example",
    "off by 0": "ALLOW_ORIGINS=https://a.example\nALLOWED_CREDENTIALS=0",
    "on by words": "ALLOW_ORIGINS=https://a.example\nALLOWED_CREDENTIALS=On",
    "wrong switch": "ALLOW_ORIGINS=https://a.example\nALLOWED_CREDENTIALS=never",
    "blank switch": "ALLOW_ORIGINS=https://a.example\nALLOWED_CREDENTIALS=",
    "credentials alone": "ALLOWED_CREDENTIALS=False",
    "methods": "ALLOW_ORIGINS=https://a.example\nALLOWED_METHODS=GET,PUT\n"
    "ALLOWED_HEADERS=x-custom",
    "every header": "ALLOW_ORIGINS=https://a.example\nALLOWED_HEADERS=*",
    "no methods": "ALLOW_ORIGINS=https://a.example\nALLOWED_METHODS=",
    "another name": "ALLOWED_ORIGINS=https://a.example",
}
VIEW = "@hug.get('/')\n@hug.put('/')\ndef index():\n    return 'ok'\n"
HUG = {
    name: f"{VIEW}\n\napi = hug.API(__name__)\n"
    f"api.http.add_middleware(hug.middleware.CORSMiddleware(api{given}))\n"
    for name, given in {
        "default": "",
        "wildcard": ", allow_origins='*'",
        "wildcard in a list": ", allow_origins=['*']",
        "wildcard without credentials": ", ['*'], False",
        "one": ", allow_origins=['https://a.example']",
        "one without credentials": f", {ONE}, allow_credentials=False",
        "two": ", allow_origins=['https://a.example', 'https://b.example']",
        "text": ", allow_origins='https://a.example'",
        "comma": ", allow_origins='https://a.example,https://b.example'",
        "glob as text": ", allow_origins='https://*.a.example'",
        "slash": ", allow_origins=['https://a.example/']",
        "null": ", allow_origins=['null']",
        "glob": ", allow_origins=['https://*.a.example']",
        "tuple": ", allow_origins=('https://a.example',)",
        "mixed": ", allow_origins=['https://a.example', '*']",
        "empty": ", allow_origins=[]",
        "none": ", allow_origins=None",
        "number": ", allow_origins=7",
        "true": ", allow_origins=True",
        "credentials as text": f", {ONE}, allow_credentials='false'",
        "credentials as a number": f", {ONE}, allow_credentials=1",
        "no credentials": f", {ONE}, allow_credentials=None",
        "age": f", {ONE}, max_age=60",
        "age 0": f", {ONE}, max_age=0",
        "age as text": f", {ONE}, max_age='1 day'",
        "unknown option": ", origins=['https://a.example']",
        "surplus": ", ['*'], True, 60, 'x'",
    }.items()
} | {
    f"route, {name}": f"{before}@hug.get('/'{own}).allow_origins({given})\n"
    "def index():\n    return 'ok'\n"
    for before, own, rows in (
        (
            "",
            "",
            {
                "everybody": "",
                "credentials": "credentials=True, max_age=60, methods=['GET', 'PUT']",
                "headers": "headers='X-Custom'",
                "one": "'https://a.example'",
                "star": "'*'",
                "switches of one": "'https://a.example', credentials=True, max_age=60",
                "methods as text": "methods='GET'",
                "methods of numbers": "methods=[7]",
            },
        ),
        (
            "api = hug.API(__name__)\n\n\n",
            ", api=api",
            {
                "one of an API": "'https://a.example'",
                "two of an API": "'https://a.example', 'https://b.example', credentials=True",
                "star of an API": "'*'",
                "slash of an API": "'https://a.example/'",
                "list of an API": "['https://a.example']",
                "spread of an API": "*['https://a.example']",
                "everybody of an API": "",
            },
        ),
    )
    for name, given in rows.items()
}
RAVYN = {
    "nothing": "",
    "default": "cors_config=CORSConfig()",
    "off": "cors_config=None",
    "origins of the application": "allow_origins=['https://a.example']",
} | {
    name: f"cors_config=CORSConfig({given})"
    for name, given in {
        "wildcard": "allow_origins='*'",
        "wildcard in a list": "allow_origins=['*']",
        "credentials": "allow_origins=['*'], allow_credentials=True",
        "one": ONE,
        "one with credentials": f"{ONE}, allow_credentials=True",
        "two": "allow_origins=['https://a.example', 'https://b.example']",
        "tuple": "allow_origins=('https://a.example',)",
        "set": "allow_origins={'https://a.example'}",
        "generator": "allow_origins=(each for each in ['https://a.example'])",
        "text": "allow_origins='https://a.example'",
        "slash": "allow_origins=['https://a.example/']",
        "null": "allow_origins=['null']",
        "glob": "allow_origins=['https://*.a.example']",
        "compiled": r"allow_origins=[re.compile(r'https://a\.example')]",
        "mixed": "allow_origins=['https://a.example', '*']",
        "empty": "allow_origins=[]",
        "none": "allow_origins=None",
        "number": "allow_origins=[7]",
        "dict": "allow_origins={'https://a.example': 1}",
        "pattern beside everybody": r"allow_origin_regex=r'https://.*\.a\.example'",
        "pattern": r"allow_origins=[], allow_origin_regex=r'https://.*\.a\.example'",
        "broken pattern": "allow_origins=[], allow_origin_regex='('",
        "compiled pattern": "allow_origins=[], allow_origin_regex=re.compile('.*')",
        "methods": f"{ONE}, allow_methods=['GET', 'PUT'], allow_headers=['X-Custom']",
        "no methods": f"{ONE}, allow_methods=[], allow_headers=[]",
        "methods as text": f"{ONE}, allow_methods='PUT'",
        "exposed": f"{ONE}, expose_headers=['X-A', 'X-B']",
        "age": f"{ONE}, max_age=60",
        "age as text": f"{ONE}, max_age='60'",
        "age as words": f"{ONE}, max_age='1 day'",
        "age with a point": f"{ONE}, max_age=60.0",
        "private networks": f"{ONE}, allow_private_networks=True",
        "credentials as text": f"{ONE}, allow_credentials='false'",
        "credentials as words": f"{ONE}, allow_credentials=' On'",
        "credentials as a number": f"{ONE}, allow_credentials=1",
        "credentials as another text": f"{ONE}, allow_credentials='never'",
        "credentials of nothing": f"{ONE}, allow_credentials=None",
        "unknown option": "origins=['https://a.example']",
    }.items()
}
SUBJECTS = {
    "ravyn": Subject(
        ("ravyn", "lilya", "pydantic"),
        "server.py",
        "import re\n\nfrom ravyn import CORSConfig, Gateway, Ravyn, get\n\n\n"
        "@get('/')\nasync def index() -> str:\n    return 'ok'\n\n\n"
        "app = Ravyn(routes=[Gateway(handler=index)], {spelling})\n",
        RAVYN,
        application,
    ),
    "hug": Subject(("hug", "falcon"), "server.py", "import hug\n\n\n{spelling}", HUG, hug),
    "fastapi_cors": Subject(
        ("fastapi-cors", "starlette"),
        "server.py",
        "from fastapi import FastAPI\nfrom fastapi_cors import CORS\n\n"
        "app = FastAPI()\nCORS(app)\n\n\n@app.get('/')\n@app.put('/')\n"
        "def index():\n    return 'ok'\n",
        FASTAPI_CORS,
        application,
        outside=True,
    ),
    "lilya": Subject(
        ("lilya",),
        "server.py",
        "import re\n\nfrom lilya.apps import Lilya\n"
        "from lilya.middleware import DefineMiddleware\n"
        "from lilya.middleware.cors import CORSMiddleware\n"
        "from lilya.routing import Path\n\n\n"
        "async def index():\n    return 'ok'\n\n\n"
        "app = Lilya(\n    routes=[Path('/', index, methods=['GET', 'PUT'])],\n"
        "    middleware=[DefineMiddleware(CORSMiddleware, {spelling})],\n)\n",
        LILYA,
        application,
    ),
    "responder": Subject(
        ("responder", "starlette"),
        "server.py",
        "import responder\n\napi = responder.API({spelling})\n\n\n@api.route('/')\n"
        "def index(request, response):\n    response.text = 'ok'\n",
        RESPONDER,
        responder,
    ),
    "bentoml": Subject(
        ("bentoml", "starlette"),
        "service.py",
        "import bentoml\n\n\n@bentoml.service({spelling})\nclass Service:\n"
        "    @bentoml.api\n    def hello(self, name: str) -> str:\n        return name\n",
        BENTOML,
        bentoml,
    ),
    "bokeh": Subject(
        ("bokeh", "tornado"),
        "serve.py",
        "from bokeh.server.server import Server\n\n\ndef page(document):\n    pass\n\n\n"
        "server = Server({'/': page}, port=0, {spelling})\n",
        BOKEH,
        bokeh,
    ),
    "panel": Subject(
        ("panel", "bokeh", "tornado"),
        "serve.py",
        "import panel as pn\n\nserver = pn.serve(\n    {'/': 'text'}, port=0, start=False,"
        " show=False, {spelling}\n)\n",
        PANEL,
        bokeh,
    ),
    "mcp": Subject(
        ("mcp",),
        "server.py",
        "from mcp.server import MCPServer\n"
        "from mcp.server.transport_security import TransportSecuritySettings\n\n"
        "mcp = MCPServer('demo')\napp = mcp.streamable_http_app(\n"
        "    transport_security=TransportSecuritySettings({spelling})\n)\n",
        MCP,
        guarded,
    ),
    "fastmcp": Subject(
        ("fastmcp",),
        "server.py",
        "from fastmcp import FastMCP\n\nmcp = FastMCP('demo')\napp = mcp.http_app({spelling})\n",
        FASTMCP,
        guarded,
    ),
    "gradio": Subject(
        ("gradio",),
        "server.py",
        "import gradio as gr\n\ndemo = gr.Interface(lambda text: text, 'text', 'text')\n"
        "app, _, _ = demo.launch(prevent_thread_lock=True, quiet=True, {spelling})\n",
        GRADIO,
        gradio,
    ),
    "superset": Subject(
        ("flask-cors", "flask"), "superset_config.py", "{spelling}\n", SUPERSET, superset
    ),
    "reflex": Subject(
        ("reflex", "starlette", "python-engineio"),
        "rxconfig.py",
        "import reflex as rx\n\nconfig = rx.Config({spelling})\n",
        REFLEX,
        reflex,
    ),
}


def record(name: str) -> None:
    tool, _, wanted = name.partition("@")
    subject = SUBJECTS[tool]
    if wanted and version(subject.packages[0]) != wanted:
        raise SystemExit(f"{subject.packages[0]} {wanted} is not installed")
    rows, answers = [], Answers()
    for label, spelling in subject.spellings.items():
        code = subject.form.replace("{spelling}", spelling)
        told = {"environment": spelling} if subject.outside else {}
        found = one(tool, subject, code, answers, told.get("environment", ""))
        rows.append({"id": label, "code": code, **told, **found})
    DATA.mkdir(exist_ok=True)
    versions = ", ".join(f"{each} {version(each)}" for each in subject.packages)
    head = json.dumps({"source": versions, "path": subject.path, "origins": ORIGINS})
    told, lines = (",\n".join(map(json.dumps, each)) for each in (answers.known, rows))
    text = f'{head[:-1]}, "answers": [\n{told}\n], "rows": [\n{lines}\n]}}\n'
    (DATA / f"{name}.json").write_text(text, "utf-8")


class Answers:
    """Each answer once; a cell is the number of one."""

    def __init__(self) -> None:
        self.known: list[Any] = []

    def number(self, answer: Any) -> int:
        if answer not in self.known:
            self.known.append(answer)
        return self.known.index(answer)


def one(
    name: str, subject: Subject, code: str, answers: Answers, environment: str
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / subject.path).write_text(code, "utf-8")
        paths = [folder, str(HERE), str(HERE.parents[1])]
        named = dict(line.split("=", 1) for line in environment.splitlines())
        ran = subprocess.run(
            [sys.executable, __file__, "--row", name],
            cwd=folder,
            env={**os.environ, **named, "PYTHONPATH": os.pathsep.join(paths)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    if ran.returncode:
        return {"startup_error": ran.stderr.strip().splitlines()[-1]}
    found = json.loads(ran.stdout.splitlines()[-1])
    return {"cells": {key: answers.number(each) for key, each in found.items()}}


def main(arguments: list[str]) -> None:
    match arguments:
        case ["--row", name]:
            print(json.dumps(SUBJECTS[name].run()))
        case names:
            for name in names or SUBJECTS:
                record(name)


if __name__ == "__main__":
    main(sys.argv[1:])
