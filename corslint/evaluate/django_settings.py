"""Which module ``django.conf.settings`` stands for: the one that a project starts with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join

from corslint.source import Workspace
from corslint.staging import UNSERVED, words

DJANGO_SETTINGS = "django.conf.settings"
VARIABLE = "DJANGO_SETTINGS_MODULE"
STARTED = re.compile(
    rf"""\(\s*["']{VARIABLE}["']\s*,\s*["']([\w.]{{1,200}})["']\s*,?\s*\)"""
)
MAX_PARENTS = 12

GLOBAL = frozenset({"ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG"})
"""Settings about hosts that Django 5.2 has a default for: none of them is ever missing."""


def started_with(workspace: Workspace, folder: str) -> tuple[str, str] | None:
    """The folder of the project around ``folder``, and its one settings module.

    None where manage.py and the servers' files do not agree, and for a module that only
    serves a developer or the tests.
    """
    for _ in range(MAX_PARENTS):
        names = set(named(workspace, join(folder, "manage.py")))
        if names:
            tops = {name.partition(".")[0] for name in names}
            for path in (each for top in tops for each in servers(join(folder, top))):
                names |= set(named(workspace, path))
            name = names.pop()
            serves = not names and not UNSERVED & set(words(name.rpartition(".")[2]))
            return (folder, name) if serves else None
        if not folder or folder == "/":
            return None
        folder = dirname(folder)
    return None


def servers(package: str) -> tuple[str, ...]:
    names = ("wsgi.py", "asgi.py", "wsgi/__init__.py", "asgi/__init__.py")
    return tuple(join(package, each) for each in names)


def named(workspace: Workspace, path: str) -> Iterator[str]:
    source = workspace.source(path)
    if source is not None:
        yield from STARTED.findall(source.text)
