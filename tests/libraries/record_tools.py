"""Records what tools answer that CORS is configured in: ``data/tools/<tool>.json``.

``python tests/libraries/record_tools.py superset`` needs the tool itself to be installed;
each row is run in an interpreter of its own, in a folder that holds its file.
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
    """A tool: the file that configures it, what stands in it, and how it is run."""

    packages: tuple[str, ...]
    path: str
    form: str
    spellings: Mapping[str, str]
    run: Callable[[], Mapping[str, Any]]


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

    class State(rx.State):  # type: ignore[misc]
        number: int = 0

    app = rx.App()
    app.add_page(lambda: rx.text("hi"), route="/")
    made = requests()
    asked = [replace(each, route="/ping") for each in made.values()]
    found = dict(zip(made, asked_asgi(app._api, asked), strict=True))
    for key, each in requests(("socket",)).items():
        found[key] = asked_socket(app._api, each, "/_event/?EIO=4&transport=websocket")
    return found


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
SUBJECTS = {
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
    subject = SUBJECTS[name]
    rows, answers = [], Answers()
    for label, spelling in subject.spellings.items():
        code = subject.form.replace("{spelling}", spelling)
        rows.append({"id": label, "code": code, **one(name, subject, code, answers)})
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


def one(name: str, subject: Subject, code: str, answers: Answers) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / subject.path).write_text(code, "utf-8")
        paths = [folder, str(HERE), str(HERE.parents[1])]
        ran = subprocess.run(
            [sys.executable, __file__, "--row", name],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
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
