"""Each recorded row of Starlette, Flask-CORS and django-cors-headers as source code.

A row holds the spelling of one configuration; a user would write it in such a file.
"""

from __future__ import annotations

from collections.abc import Mapping

STARLETTE: Mapping[str, str] = {
    "starlette": """\
import re

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

app = Starlette(middleware=[{spelling}])
""",
    "fastapi": """\
import re

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
{spelling}
""",
}

FLASK_APP = """
import re
from flask import Flask
from flask_cors import CORS
app = Flask("m")
{}
"""
FLASK_VIEW = """
import re
from flask import Flask
from flask_cors import cross_origin
app = Flask("m")

@app.route("/", methods=["GET", "PUT"])
{}
def index():
    return "ok"
"""

DJANGO = """
import re
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
]
"""
NOTHING = "(middleware only)"
AS_RUN = {
    "x_rx_compiled": "CORS_ALLOWED_ORIGIN_REGEXES = [re.compile('^https://A\\\\.EXAMPLE$', re.I)]"
}
"""The recorded spelling leaves out a flag that the row was run with."""
OTHER_ROUTE = {"x_urls_other": "/elsewhere"}
"""``/`` was asked for, which the row's CORS_URLS_REGEX leaves out. A ``Request`` for ``/``
names no route at all, so one is named that is left out as well."""


def starlette(_: str, spelling: str, library: str = "starlette") -> str:
    return STARLETTE[library].format(spelling=spelling)


def flask_cors(_: str, spelling: str) -> str:
    form = FLASK_VIEW if spelling.startswith("@") else FLASK_APP
    return form.format(spelling)


def django_cors_headers(row: str, spelling: str) -> str:
    code = AS_RUN.get(row, spelling)
    lines = "" if code == NOTHING else code.replace("; ", "\n")
    return f"{DJANGO}{lines}\n"


def django_route(row: str) -> str:
    return OTHER_ROUTE.get(row, "/")
