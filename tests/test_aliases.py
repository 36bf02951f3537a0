"""CORS118: pages of the project under a name that the list leaves out."""

from __future__ import annotations

import pytest

from corslint.engine import lint as engine
from corslint.finding import Finding
from corslint.origins.aliases import aliases
from corslint.source import Source, Workspace

APP = """
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware

app = Starlette()
app.add_middleware(CORSMiddleware, {})
"""
LIST = 'allow_origins=["http://localhost:3000"]'


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://localhost:3000", ["http://127.0.0.1:3000"]),
        ("http://127.0.0.1:3000", ["http://localhost:3000"]),
        ("https://localhost", ["https://127.0.0.1"]),
        ("http://a.example", ["https://a.example"]),
        ("http://a.example:8080", ["https://a.example:8080"]),
        ("https://a.example", []),
        ("null", []),
        ("*", []),
        ("http://localhost:3000/", []),
        ("capacitor://localhost", []),
    ],
)
def test_aliases(origin: str, expected: list[str]) -> None:
    assert list(aliases(origin)) == expected


def found(options: str, **beside: str) -> list[Finding]:
    code = APP.format(options)
    files = {"api/main.py": code}
    files |= {
        name.replace("__", "/").replace("_0", "."): text for name, text in beside.items()
    }
    report = engine.lint([Source("api/main.py", code)], Workspace.of(files))
    assert report.failures == ()
    return [each for each in report.findings if each.name == "missing-alias"]


@pytest.mark.parametrize(
    ("options", "text", "told"),
    [
        (LIST, "open: http://127.0.0.1:3000", True),
        (LIST, "open: http://127.0.0.1:3000/login", True),
        (LIST, "open: http://127.0.0.1:30001", False),
        (LIST, "open: http://127.0.0.1", False),
        (LIST, "api: http://127.0.0.1:3000", False),
        (LIST, "open: http://127.0.0.1:${PORT}", False),
        (LIST, "x" * 600 + " http://127.0.0.1:3000", False),
        (
            'allow_origins=["http://localhost:3000", "http://127.0.0.1:3000"]',
            "http://127.0.0.1:3000",
            False,
        ),
        ('allow_origins=["*"]', "http://127.0.0.1:3000", False),
        (f'{LIST}, allow_origin_regex=".*"', "http://127.0.0.1:3000", False),
        (
            'allow_origins=["http://localhost:3000", *more()]',
            "http://127.0.0.1:3000",
            False,
        ),
        ("allow_origins=given()", "http://127.0.0.1:3000", False),
    ],
)
def test_uses(options: str, text: str, told: bool) -> None:
    assert len(found(options, package_0json="{}", web__site_0yaml=f"{text}\n")) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("web__index_0html", True),
        ("web__src__main_0ts", True),
        ("api__site_0yaml", True),
        ("_0env", True),
        ("web__node_modules__a_0js", False),
        ("tests__a_0json", False),
        ("web__lib_0min_0js", False),
        ("web__picture_0svg", False),
    ],
)
def test_files(name: str, told: bool) -> None:
    beside = {name: "see http://127.0.0.1:3000\n", "package_0json": "{}"}
    assert len(found(LIST, **beside)) == told


def test_where_it_is_used_is_shown() -> None:
    [one] = found(
        LIST, package_0json="{}", web__site_0yaml="a: 1\nopen: http://127.0.0.1:3000\n"
    )
    [note] = one.related
    assert (note.span.path, note.span.line, note.span.column) == ("web/site.yaml", 2, 7)
    assert one.witness is not None
    assert one.witness.answer.value("Access-Control-Allow-Origin") is None


def test_a_large_tree_ends() -> None:
    many = {f"web__{n}__deep_0ts": "http://127.0.0.1:9999\n" for n in range(600)}
    assert found(LIST, **many) == []
