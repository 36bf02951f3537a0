"""Whom a deployment is for: a developer and the tests, or users."""

from __future__ import annotations

from corslint.deployments.deployment import Deployment
from corslint.staging import UNSERVED, words

STAGES = frozenset({"env", "environment", "stage", "mode", "profile", "module"})
ON = frozenset({"1", "true", "yes", "on", "y", "t"})


def for_development(deployment: Deployment) -> bool:
    """Whether a deployment is one of a developer or of the tests.

    By its name (``.env.dev``, ``.envs/.local/.django``) or by what it sets: ``DEBUG=1``,
    ``APP_ENV=local``, ``DJANGO_SETTINGS_MODULE=config.settings.test``.
    """
    folder, _, file = deployment.path.rpartition("/")
    stage = folder.rpartition("/")[2] if "/.envs/" in f"/{folder}" else ""
    if UNSERVED & set(words(f"{stage} {file} {deployment.name}")):
        return True
    return any(
        says_so(words(name), setting.value or "")
        for name, setting in deployment.variables.items()
    )


def says_so(name: list[str], value: str) -> bool:
    match name:
        case [*_, "debug"]:
            return value.strip().lower() in ON
        case [*_, last] if last in STAGES:
            return bool(UNSERVED & set(words(value)[-1:]))
        case _:
            return False
