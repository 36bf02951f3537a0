"""Is a file Django's settings, and does anything else set what it leaves out?

Names such as ``CORS_ALLOWED_ORIGINS`` also occur in the settings of other frameworks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.evaluate.things import Const, Listing
from corslint.libraries.django_cors_headers.files import Holder, Way, star_imports
from corslint.libraries.django_cors_headers.values import (
    AGE,
    ALL,
    KNOWN,
    ORIGINS,
    PRIVATE,
    REGEXES,
    RENAMED,
    ROUTES,
)
from corslint.source import Span

MIDDLEWARE = "corsheaders.middleware.CorsMiddleware"
INSTALLED = re.compile(r"^[^#\n]*\bcorsheaders\b", re.MULTILINE)
DISTINCTIVE = frozenset({ALL, ORIGINS, REGEXES, ROUTES, AGE, PRIVATE, *RENAMED})
DJANGO = frozenset(
    """INSTALLED_APPS MIDDLEWARE MIDDLEWARE_CLASSES ROOT_URLCONF WSGI_APPLICATION
    ASGI_APPLICATION""".split()
)
"""Settings that only Django itself reads. A product's own configuration file has DATABASES
too, and its CORS names are the product's."""

OTHERS = frozenset(
    """fastapi flask flask_cors starlette pydantic pydantic_settings sanic quart aiohttp
    litestar falcon tornado bottle pyramid""".split()
)
"""Packages whose import says that the file belongs to something else."""

SETTINGS_FILE = re.compile(
    r"(?:^|/)(?:[^/]*settings[^/]*(?:/.*)?|conf/[^/]*"
    r"|(?:production|prod|staging|stage|development|dev|local|defaults|common)\.py)$"
)
DYNAMIC = re.compile(r"\b(?:exec|globals|locals|vars|include|setattr)\s*\(")
CLOSE = 0.9
LONGEST_NAME = 60


class Misspelt(NamedTuple):
    """A name that the library does not know, and the one that was meant."""

    name: str
    label: Span
    value: Span
    statement: Span
    meant: str


def about_django(study: Study, holder: Holder) -> bool:
    """Whether what ``holder`` sets is read by django-cors-headers."""
    if INSTALLED.search(study.source.text) or any(map(installed, holder.ways)):
        return True
    present = set(holder.written).union(*(way.names for way in holder.ways))
    if not DISTINCTIVE & present:
        return False
    body, imports = study.program.body, packages(study.program.body)
    if imports & OTHERS:
        return False
    if holder.klass is not None:
        return "configurations" in imports or bool(DJANGO & assigned(holder.block))
    named = SETTINGS_FILE.search(study.source.path) is not None
    return named or bool(star_imports(body)) or bool(DJANGO & assigned(body))


def packages(body: p.Block) -> set[str]:
    """The top-level packages that a file imports."""
    found: set[str] = set()
    for statement in nested(body):
        match statement:
            case p.Import(names=names):
                found |= {name.partition(".")[0] for name, _ in names}
            case p.ImportFrom(module=module, level=0):
                found.add(module.partition(".")[0])
            case _:
                pass
    return found


def assigned(block: p.Block) -> set[str]:
    return {
        target.id
        for statement in nested(block)
        if isinstance(statement, p.Assign)
        for target in statement.targets
        if isinstance(target, p.Name)
    }


def installed(way: Way) -> Const | None:
    """The entry of the middleware in a list of middleware that is known in full."""
    stack = way.names.get("MIDDLEWARE") or way.names.get("MIDDLEWARE_CLASSES")
    if not isinstance(stack, Listing) or not stack.complete:
        return None
    entries = (each for each in stack.items if isinstance(each, Const))
    return next((each for each in entries if each.value == MIDDLEWARE), None)


def stands_alone(study: Study, holder: Holder) -> bool:
    """Whether hardly another file can set what this one does not.

    Settings in several files import each other with a star, or stand in one package.
    """
    path = PurePosixPath(study.source.path)
    if holder.klass is not None or path.name != "settings.py" or "settings" in path.parts:
        return False
    dynamic = DYNAMIC.search(study.source.text) is not None
    return not dynamic and not completed_elsewhere(study)


def completed_elsewhere(study: Study) -> bool:
    """Whether the file takes in names of a module that is not at hand: local settings."""
    return not all(
        study.tree.find(study.source.path, "." * each.level + each.module)
        for each in star_imports(study.program.body)
    )


def misspelt(study: Study, holder: Holder) -> Iterator[Misspelt]:
    """Names that nobody reads and that are nearly those of the library.

    One that the file uses itself is the project's own.
    """
    mentions = Counter(
        each.id for each in walk(study.program.body) if isinstance(each, p.Name)
    )
    for name, places in holder.written.items():
        if name not in KNOWN and mentions[name] == len(places):
            meant = nearest(name)
            if meant is not None:
                last = places[-1]
                label, value = holder.span(last.name.at), holder.span(last.value.at)
                statement = holder.span(last.statement.at)
                yield Misspelt(name, label, value, statement, meant)


def nearest(name: str) -> str | None:
    """The setting that ``name`` is a misspelling of; a longer name is one of its own."""
    if len(name) > LONGEST_NAME:
        return None
    near = next(iter(get_close_matches(name, KNOWN, 1, CLOSE)), None)
    if near is None or name.startswith(f"{near}_"):
        return None
    return RENAMED.get(near, near)
