"""What the application of a stage does about CORS, as far as the project shows it."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from corslint.discovery.markers import may_hold_cors
from corslint.libraries.kit.project import others
from corslint.libraries.zappa.stages import Stage
from corslint.policy import Policy, Route
from corslint.source import Source, Workspace
from corslint.syntax.tree import Pair
from corslint.wire import Certainty

FUNCTION, DJANGO = "app_function", "django_settings"


def with_application(policy: Policy, stage: Stage, workspace: Workspace) -> Policy:
    """The policy of a gateway that leaves the responses to the application.

    Where nothing in the project speaks of CORS they have none of its headers.
    """
    named = stage.pair(FUNCTION) or stage.pair(DJANGO)
    if named is None or policy.actual is not Certainty.MAYBE:
        return policy
    if not silent(stage, policy.span.path, workspace):
        return policy
    return replace(policy, actual=Certainty.NO, routes=(route(named),))


def route(named: Pair) -> Route:
    """All that the application serves, in one."""
    return Route(("GET",), named.value.span, preflight=Certainty.YES)


def silent(stage: Stage, path: str, workspace: Workspace) -> bool:
    """Whether no module of the project can hold CORS, and all of them can be read."""
    here = module(stage, path, workspace)
    beside = others(workspace, here.path) if here else None
    if here is None or beside is None:
        return False
    return not any(map(speaks, (here, *beside)))


def speaks(source: Source) -> bool:
    return may_hold_cors(source.text.encode("utf-8", "surrogatepass"))


def module(stage: Stage, path: str, workspace: Workspace) -> Source | None:
    """The module of the application, found from the folder of the settings."""
    function = stage.says(FUNCTION)
    name = function.rpartition(".")[0] if function else stage.says(DJANGO)
    if not name:
        return None
    start = posixpath.join(posixpath.dirname(path), name.replace(".", "/"))
    return workspace.source(f"{start}.py") or workspace.source(f"{start}/__init__.py")
