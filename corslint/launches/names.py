"""The names of files that say how programs are run."""

from __future__ import annotations

import re
from enum import Enum

from corslint.deployments.dotenv_files import is_dotenv


class Kind(Enum):
    DOTENV = "environment variables"
    DOCKERFILE = "Dockerfile"
    PROCFILE = "Procfile"
    MAKEFILE = "Makefile"
    SCRIPT = "shell script"
    UNIT = "unit of systemd or supervisord"
    DEVCONTAINER = "development container"
    CONTAINERS = "containers of compose or Kubernetes"


NAMES = {
    Kind.DOCKERFILE: r"(?:.*[._-])?(?:docker|container)file(?:[._-].*)?",
    Kind.PROCFILE: r"procfile(?:[._-].*)?",
    Kind.MAKEFILE: r"(?:gnu)?makefile|.*\.mk",
    Kind.SCRIPT: r".*\.(?:sh|bash|zsh)",
    Kind.UNIT: r".*\.service|supervisord?.*\.(?:conf|ini)",
    Kind.DEVCONTAINER: r"\.?devcontainer\.json",
    Kind.CONTAINERS: r".*\.ya?ml",
}
PATTERNS = {kind: re.compile(text, re.IGNORECASE) for kind, text in NAMES.items()}


def kind(name: str) -> Kind | None:
    """What a file of this name is, None for one that does not say how a program is run."""
    if is_dotenv(name):
        return Kind.DOTENV
    found = (each for each, pattern in PATTERNS.items() if pattern.fullmatch(name))
    return next(found, None)


def says(name: str) -> bool:
    return kind(name) is not None
