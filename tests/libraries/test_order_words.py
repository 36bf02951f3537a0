"""What keeps preflights from a CORS layer: the words for it, and what is not guessed."""

from __future__ import annotations

import pytest
from order_programs import PROGRAMS
from test_orders import said_of

FLASK = PROGRAMS["flask: refuses, behind"].files["main.py"]
SANIC = PROGRAMS["sanic_cors: refuses, early, before"].files["main.py"]
AIOHTTP = PROGRAMS["aiohttp: aiohttp_middlewares, refuses, before"].files["main.py"]
FALCON = PROGRAMS["falcon: raises, behind"].files["main.py"]
TORNADO = PROGRAMS["tornado: raises, defaults"].files["main.py"]


def of(library: str, code: str, **beside: str) -> list[str]:
    files = {"main.py": code, **{f"{name}.py": text for name, text in beside.items()}}
    return [each.consequence for each in said_of(library, files)]


@pytest.mark.parametrize(
    ("name", "consequence", "instead"),
    [
        (
            "flask: refuses, behind",
            "`guard` runs before the CORS layer, and it answers them with 401",
            'Let preflights pass: begin `guard` with `if request.method == "OPTIONS": return None`.',
        ),
        (
            "odd: flask, missing key",
            "`guard` runs before the CORS layer, and it ends them with an exception",
            'Let preflights pass: begin `guard` with `if request.method == "OPTIONS": return None`.',
        ),
        (
            "certain paths: flask",
            "`guard` runs before the CORS layer, and it answers them with 302 on certain paths",
            'Let preflights pass: begin `guard` with `if request.method == "OPTIONS": return None`.',
        ),
        (
            "aiohttp: aiohttp_cors, refuses",
            "`guard` runs before the CORS layer, and it answers them itself",
            'Let preflights pass: begin `guard` with `if request.method == "OPTIONS": return await handler(request)`.',
        ),
        (
            "aiohttp: aiohttp_middlewares, catches, before",
            "`guard` stands before it in the list, and it catches what the CORS layer raises to answer preflights, and drops its headers",
            "Put it first in the list of middleware: that one runs first.",
        ),
        (
            "falcon: raises, behind",
            "`Guard` runs before the CORS layer, and it answers them with 401",
            'Let preflights pass: begin `Guard.process_request` with `if req.method == "OPTIONS": return`.',
        ),
        (
            "falcon: raises, dependent, before",
            "`Guard` stands before it, and what it raises leaves without CORS headers",
            "Put it first, or leave out `independent_middleware=False`.",
        ),
        (
            "tornado: raises, defaults",
            "`prepare` runs before the CORS layer, and it answers them with 401",
            'Let preflights pass: begin `prepare` with `if self.request.method == "OPTIONS": return`.',
        ),
    ],
)
def test_words(name: str, consequence: str, instead: str) -> None:
    program = PROGRAMS[name]
    [seen] = said_of(program.library, dict(program.files))
    assert (seen.consequence, seen.instead) == (consequence, instead)


@pytest.mark.parametrize(
    ("library", "code"),
    [
        ("flask_cors", FLASK.replace("@app.before_request", "@other.before_request")),
        ("flask_cors", FLASK.replace("return 'no', 401", "return refused()")),
        ("flask_cors", FLASK.replace("return 'no', 401", "return 'no', STATUS")),
        ("flask_cors", FLASK.replace("return 'no', 401", "return refused(), None")),
        ("flask_cors", FLASK.replace("'Authorization'", "HEADER")),
        ("flask_cors", FLASK.replace("if not", "if request.method in UNSAFE and not")),
        ("flask_cors", FLASK.replace("if not", "if request.method != SAFE and not")),
        ("flask_cors", FLASK.replace("'Authorization'", "'Accept-Language'")),
        ("flask_cors", FLASK.replace("return 'no', 401", "abort(answer)")),
        (
            "flask_cors",
            FLASK.replace(
                "return 'no', 401", "return {}, 401, {'Access-Control-Allow-Origin': '*'}"
            ),
        ),
        ("sanic_cors", SANIC.replace("priority=99", "priority=FIRST")),
        ("sanic_cors", SANIC.replace("priority=99", "priority=98")),
        (
            "aiohttp_middlewares",
            AIOHTTP.replace("middlewares=[guard", "middlewares=[unknown"),
        ),
        (
            "aiohttp_middlewares",
            AIOHTTP.replace("app = web", "other = web.Application()\napp = web"),
        ),
        ("aiohttp_middlewares", AIOHTTP.replace("[guard,", "[*many,")),
        ("falcon", FALCON.replace("Guard()", "guard")),
        ("falcon", FALCON.replace("class Guard:", "class Guarded:")),
        ("falcon", FALCON.replace("process_request", "process_response")),
        ("response_headers", TORNADO.replace("def options(self)", "def head(self)")),
        ("response_headers", TORNADO.replace("(RequestHandler)", "(Unknown)")),
        ("response_headers", TORNADO.replace("raise HTTPError(401)", "self.refuse()")),
    ],
)
def test_what_is_not_known_is_not_guessed(library: str, code: str) -> None:
    assert of(library, code) == []


def test_a_higher_priority_runs_first_wherever_it_is_written() -> None:
    behind = PROGRAMS["sanic_cors: refuses, early, behind"].files["main.py"]
    assert len(of("sanic_cors", behind.replace("priority=99", "priority=100"))) == 1


def test_a_function_of_another_file_is_not_followed() -> None:
    code = FLASK.replace(
        "if not request.headers.get('Authorization'):", "if not known(request):"
    )
    assert of("flask_cors", f"from guards import known\n{code}") == []


def test_functions_that_call_each_other_come_to_an_end() -> None:
    many = "".join(
        f"def f{n}(request, depth):\n    if f{(n + 1) % 9}(request, depth) or f{(n + 2) % 9}(request, [depth]):\n        return f{(n + 3) % 9}(request, {n})\n    return None\n\n\n"
        for n in range(9)
    )
    code = FLASK.replace(
        "if not request.headers.get('Authorization'):", "if not f0(request, 1):"
    )
    assert len(of("flask_cors", code.replace("@app.before", f"{many}@app.before"))) <= 1


def test_deep_tests_come_to_an_end() -> None:
    deep = "not " * 70 + "request.path"
    code = FLASK.replace("if not request.headers.get('Authorization'):", f"if {deep}:")
    assert of("flask_cors", code) == []
