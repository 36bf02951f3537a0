"""The waist holds: rules know no component, extractors no rule, only the cli speaks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "corslint"
MODULES = sorted(PACKAGE.rglob("*.py"))

MODEL = {
    "corslint.check",
    "corslint.finding",
    "corslint.origin",
    "corslint.origins.domains",
    "corslint.origins.places",
    "corslint.origins.trusted",
    "corslint.origins.workbenches",
    "corslint.allow_origin",
    "corslint.observation",
    "corslint.policy",
    "corslint.staging",
    "corslint.value",
    "corslint.wire",
}
LEFT_OF_THE_WAIST = (
    "deployments",
    "evaluate",
    "extractors",
    "handwritten",
    "launches",
    "libraries",
    "nginx",
    "python",
    "syntax",
)
RULES = (
    "corslint.check",
    "corslint.checks",
    "corslint.engine.lint",
    "corslint.evidence",
    "corslint.finding",
    "corslint.rulebook",
)
SPEAKERS = {"__main__.py", "cli.py", "commands", "grammar.py", "output.py", "progress.py"}
"""The command line's own modules."""

COMPONENTS = re.compile(
    r"\b(?:flask|django|starlette|fastapi|tornado|aiohttp|sanic|falcon|litestar|quart|socketio"
    r"|cornice|nginx|apache|caddy|haproxy|traefik|envoy|istio|kong|s3)\b",
    re.IGNORECASE,
)


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def below(*folders: str) -> list[Path]:
    return [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in folders]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """The modules of this project that ``path`` imports, wherever in the file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (
                name.name for name in node.names if name.name.startswith("corslint")
            )
        elif isinstance(node, ast.ImportFrom) and node.module == "corslint":
            yield from (f"corslint.{name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "corslint"
        ):
            yield str(node.module)


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)


@pytest.mark.parametrize("path", below("checks"), ids=name_of)
def test_checks_import_the_model_only(path: Path) -> None:
    allowed = MODEL | {"corslint.asking", "corslint.audience", "corslint.evidence"}
    found = (each for each in imports(path) if not within(each, ("corslint.patterns",)))
    assert set(found) <= allowed


def test_what_checks_share_imports_the_model_only() -> None:
    assert set(imports(PACKAGE / "evidence.py")) <= MODEL | {"corslint.source"}
    allowed = MODEL | {"corslint.evidence", "corslint.source"}
    assert set(imports(PACKAGE / "asking.py")) <= allowed


SHARED = (PACKAGE / "asking.py", PACKAGE / "evidence.py")


@pytest.mark.parametrize("path", [*below("checks"), *SHARED], ids=name_of)
def test_checks_name_no_component(path: Path) -> None:
    assert not COMPONENTS.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("path", below(*LEFT_OF_THE_WAIST), ids=name_of)
def test_extractors_import_no_rule(path: Path) -> None:
    assert not [module for module in imports(path) if within(module, RULES)]


@pytest.mark.parametrize("path", below("reporters"), ids=name_of)
def test_reporters_import_no_extractor_and_no_check(path: Path) -> None:
    forbidden = tuple(f"corslint.{name}" for name in (*LEFT_OF_THE_WAIST, "checks"))
    assert not [module for module in imports(path) if within(module, forbidden)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_cli_prints_and_exits(path: Path) -> None:
    if path.relative_to(PACKAGE).parts[0] not in SPEAKERS:
        assert not list(speech(path))


def speech(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Call(func=ast.Name(id="print" | "input" | "exit" | "quit" as name)):
                yield f"{node.lineno}: {name}"
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr" | "exit"):
                yield f"{node.lineno}: sys.{node.attr}"
            case _:
                pass


def test_rooms_stand_on_one_another() -> None:
    """What stands on a room is never what that room stands on."""
    rooms: dict[str, set[str]] = {}
    for path in MODULES:
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        below_it = (module.split(".")[1] for module in imports(path) if "." in module)
        rooms.setdefault(room, set()).update(set(below_it) - {room})
    order = list(TopologicalSorter(rooms).static_order())  # raises CycleError
    assert order.index("evaluate") < order.index("handwritten") < order.index("libraries")


def test_the_layers_are_there() -> None:
    """An empty list of modules would make every test above pass."""
    assert len(below("checks")) > 15
    assert {path.parent.name for path in below(*LEFT_OF_THE_WAIST)} >= {
        "syntax",
        "extractors",
    }
