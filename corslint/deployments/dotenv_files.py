"""Dotenv files: which names they go by, and what they set."""

from __future__ import annotations

import re

from corslint.deployments.deployment import Deployment, Setting, settled
from corslint.source import Workspace
from corslint.syntax import dotenv
from corslint.syntax.dotenv import Binding

MAX_SIZE = 256_000
"""Characters; a larger file is not read."""

NAME = re.compile(
    r"\.env(?:[._-].*)?|.*\.env|env[._-](?:example|sample|template|dist)", re.IGNORECASE
)
# `.env.example`, `.env-sample`, `.example.env`, `env.prod.template`
TEMPLATE = re.compile(
    r"(?:^|[._-])(?:example|sample|template|tmpl|tpl|dist|defaults?)(?:[._-]|$)",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"~$|\.(?:py|sh|js|ts|rb|j2|erb|md|rst|txt|ya?ml|json|toml|bak|old|orig|swp"
    r"|enc|gpg|age|vault)$",
    re.IGNORECASE,
)
"""Programs, documents, backups and encrypted files that go by such a name too."""


def is_dotenv(name: str) -> bool:
    """Whether a file of this name holds environment variables (``.env.prod``)."""
    return NAME.fullmatch(name) is not None and not OTHER.search(name)


def is_hidden(name: str) -> bool:
    """In folders that hold nothing else, ``.django`` and ``.postgres`` are such files."""
    return name.startswith(".") and not OTHER.search(name)


def is_template(name: str) -> bool:
    return TEMPLATE.search(name) is not None


def bindings(workspace: Workspace, path: str) -> tuple[Binding, ...] | None:
    """What the dotenv file at ``path`` binds; None when there is none to be read."""
    source = workspace.source(path)
    if source is None or len(source.text) > MAX_SIZE:
        return None
    return workspace.once(("dotenv", path), lambda: dotenv.parse(source))


def deployment(workspace: Workspace, path: str) -> Deployment | None:
    found = bindings(workspace, path)
    if found is None:
        return None
    # A name that stands alone sets nothing (python-dotenv 1.2.4).
    variables = {
        one.name: Setting(settled(one.value), one.value_span)
        for one in found
        if one.value_span
    }
    name = path.rpartition("/")[2]
    return Deployment(path, name, variables, is_template(name))
