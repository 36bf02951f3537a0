"""Lock files, which tools write in one form: the version stands below the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.source import Source, Span
from corslint.versions.stated import Stated, normal

TOML = re.compile(
    r"""^\[\[packages?\]\][^\S\n]*\n
    (?:(?!\[)(?!name[ ]=)[^\n]*\n){0,20}
    name[ ]=[ ]"(?P<name>[^"\n]+)"[^\S\n]*\n
    version[ ]=[ ]"(?P<version>[^"\n]+)"
    """,
    re.MULTILINE | re.VERBOSE,
)
"""uv.lock, poetry.lock, pdm.lock, pylock.toml (PEP 751)."""

PIPFILE = re.compile(
    r'^\s*"(?P<name>[\w.-]+)": \{(?P<body>[^{}]*)\}', re.MULTILINE | re.ASCII
)
PIPFILE_VERSION = re.compile(r'"version": "==(?P<version>[^"\n]+)"')


def toml_lock(source: Source) -> Iterator[Stated]:
    for found in TOML.finditer(source.text):
        span = source.span(found.start("version") - 1, found.end("version") + 1)
        yield locked(found["name"], found["version"], span)


def pipfile_lock(source: Source) -> Iterator[Stated]:
    for found in PIPFILE.finditer(source.text):
        version = PIPFILE_VERSION.search(found["body"])
        if version is not None:
            start = found.start("body")
            span = source.span(start + version.start(), start + version.end())
            yield locked(found["name"], version["version"], span)


def locked(name: str, version: str, span: Span) -> Stated:
    return Stated(normal(name), f"=={version}", span, locked=True)
