"""pyproject.toml and Pipfile: what a project asks for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

from corslint.source import Source, Span
from corslint.versions.requirements import stated
from corslint.versions.stated import Stated, normal

POETRY = re.compile(r"(?P<sign>\^|~)(?P<numbers>\d+(?:\.\d+)*)$")
TABLES = ("packages", "dev-packages")


def pyproject(source: Source) -> Iterator[Stated]:
    data = parsed(source)
    for text in listed(data):
        if (found := stated(text, place(source, text))) is not None:
            yield found
    poetry = inner(inner(data, "tool"), "poetry")
    groups = inner(poetry, "group")
    for group in (poetry, *(inner(groups, name) for name in groups)):
        for name in ("dependencies", "dev-dependencies"):
            yield from named(inner(group, name), source)


def pipfile(source: Source) -> Iterator[Stated]:
    data = parsed(source)
    for name in TABLES:
        yield from named(inner(data, name), source)


def parsed(source: Source) -> Mapping[str, object]:
    try:
        return tomllib.loads(source.text)
    except (ValueError, RecursionError):
        return {}


def listed(data: Mapping[str, object]) -> Iterator[str]:
    """The requirements of PEP 621 and PEP 735, required ones first."""
    project = inner(data, "project")
    yield from texts(project.get("dependencies"))
    for table in (
        inner(project, "optional-dependencies"),
        inner(data, "dependency-groups"),
    ):
        for group in table.values():
            yield from texts(group)


def named(table: Mapping[str, object], source: Source) -> Iterator[Stated]:
    """``name = "^1.2"`` or ``name = { version = "^1.2" }``."""
    for name, value in table.items():
        text = value.get("version") if isinstance(value, dict) else value
        if isinstance(text, str):
            specifier = standard(text.strip())
            yield Stated(normal(name), specifier, place(source, text, name))


def standard(text: str) -> str:
    """Poetry's signs as in PEP 440: ``^1.2`` is ``>=1.2,<2``, ``~1.2`` is ``==1.2.*``."""
    found = POETRY.match(text)
    if found is None:
        exact = re.fullmatch(r"\d[\w.]*", text)
        return "" if text in ("*", "") else f"=={text}" if exact else text
    numbers = [int(each) for each in found["numbers"].split(".")]
    kept = 1 if found["sign"] == "~" else next((i for i, n in enumerate(numbers) if n), 0)
    upper = numbers[: min(kept, len(numbers) - 1) + 1]
    upper[-1] += 1
    return f">={found['numbers']},<{'.'.join(map(str, upper))}"


def inner(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    found = value if isinstance(value, list) else []
    return [each for each in found if isinstance(each, str)]


def place(source: Source, text: str, name: str = "") -> Span:
    """Where a text stands, after the name if one is given; else the first line."""
    after = re.search(rf"^\s*[\"']?{re.escape(name)}\b", source.text, re.MULTILINE)
    start = source.text.find(text, after.end() if name and after else 0)
    if start < 0:
        return Span(source.path, 1, 1, 1, 1)
    return source.span(start, start + len(text))
