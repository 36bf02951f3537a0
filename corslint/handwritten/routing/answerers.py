"""Who answers OPTIONS on the path of a route: its code, its framework, or nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from corslint import program as p
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.routing.frameworks import Framework
from corslint.handwritten.routing.lineage import Lineage
from corslint.handwritten.routing.routes import VERBS, Site, spelled
from corslint.handwritten.routing.stage import Stage

OPTIONS = "OPTIONS"
WILD = ("<path:", ":path}", "{tail", ".*", "<regex")
"""What the frameworks write for the rest of a path."""


class Who(Enum):
    """Who answers OPTIONS on a route."""

    CODE = "code"
    FRAMEWORK = "framework"
    UNKNOWN = "unknown"


def answerer(stage: Stage, site: Site, method: str) -> tuple[Entry | None, Who]:
    """Who answers a request of ``method`` to the path of a route."""
    if method != OPTIONS or site.takes(OPTIONS):
        return site.entry, Who.CODE
    if site.lineage is not None:
        return of_class(stage, site)
    others = [
        each
        for each in stage.sites
        if each.lineage is None
        and each.framework is site.framework
        and (each.takes(OPTIONS) or not each.methods)
    ]
    same = [each for each in others if each.path == site.path and each.takes(OPTIONS)]
    if same and site.path is not None:
        return same[0].entry, Who.CODE
    if stage.own_options or any(may_match(each, site) for each in others):
        return None, Who.UNKNOWN
    return None, Who.FRAMEWORK


def of_class(stage: Stage, site: Site) -> tuple[Entry | None, Who]:
    line = site.lineage
    name = spelled(site.framework, OPTIONS)
    if line is None or overrides(line.methods.keys()):
        return None, Who.UNKNOWN
    if assigned(stage, line, name):
        return None, Who.UNKNOWN
    if name not in line.methods:
        aside = any(
            names_options(function)
            for name, (_, function) in line.methods.items()
            if name not in followed(site.framework)
        )
        return None, Who.UNKNOWN if aside else Who.FRAMEWORK
    outline, _ = line.methods[name]
    if outline.path != stage.outline.path:
        return None, Who.UNKNOWN
    return stage.method(site, name), Who.CODE


def followed(framework: Framework) -> frozenset[str]:
    """The methods of a class that are run with what surrounds them, or not for OPTIONS."""
    verbs = frozenset(spelled(framework, method) for method in VERBS)
    return framework.always | framework.before | verbs


def assigned(stage: Stage, line: Lineage, name: str) -> bool:
    """``do_OPTIONS = do_GET`` in a class, or ``X.do_OPTIONS = f`` outside of it."""
    bodies = tuple(node.body for _, node in line.nodes)
    inside = (node for node in walk(bodies) if isinstance(node, p.Assign))
    for node in (*stage.outline.assigns, *inside):
        for target in node.targets:
            match target:
                case p.Name(id=word) | p.Attribute(name=word) if word == name:
                    return True
                case _:
                    pass
    return False


def names_options(function: p.Function) -> bool:
    """Whether a function looks for OPTIONS: it may answer instead of the framework."""
    return any(
        isinstance(node, p.Constant) and node.value == OPTIONS
        for node in walk(function.body)
    )


def overrides(names: Iterable[str]) -> bool:
    """Whether a class changes how its framework finds the method for a request."""
    changed = {"__getattr__", "_unimplemented_method", "handle_one_request", "send_error"}
    return bool(changed & set(names)) or "http_method_not_allowed" in names


def may_match(other: Site, site: Site) -> bool:
    """Whether a route with OPTIONS may stand for the path of another."""
    if other.path is None or site.path is None or not other.methods:
        return True
    return any(mark in other.path for mark in WILD) or fits(other.path, site.path)


def fits(one: str, other: str) -> bool:
    """Two paths of the same shape: their parameters may have different names."""
    first, second = one.split("/"), other.split("/")
    return len(first) == len(second) and all(
        a == b or "<" in a or "{" in a or "<" in b or "{" in b
        for a, b in zip(first, second, strict=True)
    )
