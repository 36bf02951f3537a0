"""Whether anything else may add CORS headers to what a file sends, or answer for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join

from corslint import program as p
from corslint.evaluate.tree import Tree
from corslint.handwritten.outline import Outline
from corslint.source import Workspace

WRITES = re.compile(
    r"""access[-_]control[-_]allow | cross_?(?:origin|domain) | \bcors\b(?!["'\]]) | cors\(
    | cors_?(?:middleware|headers|mixin|handler|filter|plugin|wsgi|asgi) | [a-z]_cors\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a Python module says that may write CORS headers; a list of origins does not."""

ANSWERS = re.compile(r"""["']OPTIONS["']|def (?:do_OPTIONS|options|on_options)\b""")
CONFIGURES = re.compile(
    r"access-?control-?allow|enable-cors|cors-allow|\bcors\b", re.IGNORECASE
)
FOREIGN = re.compile(r"cors|cross_?(?:origin|domain)", re.IGNORECASE)
"""Names from libraries that have to do with CORS."""

PROJECT = frozenset(
    {"manage.py", "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "requirements.txt"}
    | {"Dockerfile", ".git/"}
)
"""What stands in the uppermost folder of a project."""

ASIDE = re.compile(
    r"(?:\.[^/]+|node_modules|s?env|venv|site-packages|tests?|__pycache__|docs?|static)/"
)
"""Folders without code that serves."""

SERVING = re.compile(r"\.(?:py|conf|template|tpl|tmpl|j2|ya?ml|toml|caddy)$|^Caddyfile$")
MAX_FILES = 400
MAX_FOLDERS = 200
HARMLESS = frozenset(
    {
        "GZipMiddleware",
        "HTTPSRedirectMiddleware",
        "SessionMiddleware",
        "TrustedHostMiddleware",
    }
)
"""Middleware of Starlette that writes no CORS header (1.10, read)."""

DISPATCHING = "starlette.middleware.base.BaseHTTPMiddleware"

WRAPPERS = frozenset({"add_middleware", "Middleware"})


def self_contained(tree: Tree, outline: Outline) -> bool:
    """Whether no module of the project that this one imports has a say in CORS."""
    found = (path for full in imports(outline) for path in modules(tree, outline, full))
    return not any(speaks(text_of(tree.workspace, path)) for path in found)


def imports(outline: Outline) -> Iterator[str]:
    yield from dict.fromkeys(outline.imported.values())


def modules(tree: Tree, outline: Outline, full: str) -> Iterator[str]:
    """The modules of the project that an imported name leads to."""
    for name in (full, full.rpartition(".")[0]):
        path = tree.find(outline.path, name) if name.strip(".") else None
        if path is not None and path != outline.path:
            yield path


def text_of(workspace: Workspace, path: str) -> str:
    found = workspace.source(path)
    return "" if found is None else found.text


def speaks(text: str) -> bool:
    """Whether a Python module may write CORS headers or answer OPTIONS."""
    return bool(WRITES.search(text) or ANSWERS.search(text))


def alone(tree: Tree, outline: Outline) -> bool:
    """Whether the whole project has no other place that may set CORS headers."""
    foreign = (full for full in imports(outline) if not list(modules(tree, outline, full)))
    if any(map(FOREIGN.search, foreign)):
        return False
    if any(unknown_wrapper(outline, call) for call in outline.calls):
        return False
    if any(map(rewraps, outline.assigns)):
        return False
    key = ("alone", outline.path)
    return tree.workspace.once(key, lambda: no_other(tree.workspace, outline.path))


def unknown_wrapper(outline: Outline, call: p.Call) -> bool:
    """Middleware that is added and not known to leave the headers alone."""
    name = last_name(call.function)
    added = [argument.value for argument in call.arguments[:1]] if name in WRAPPERS else []
    added += [
        item
        for argument in call.arguments
        if argument.name == "middleware" and isinstance(argument.value, p.Sequence)
        for item in argument.value.items
        if not isinstance(item, p.Call)
    ]
    own = any(argument.name == "dispatch" for argument in call.arguments)
    return not own and not all(known_wrapper(outline, each) for each in added)


def known_wrapper(outline: Outline, node: p.Expression) -> bool:
    """Middleware that is read, or that is known to leave the headers alone."""
    name = last_name(node)
    entry = outline.classes.get(name) if isinstance(node, p.Name) else None
    if entry is None:
        return name in HARMLESS
    bases = getattr(entry.chain[-1], "bases", ())
    return any(outline.full(base.value) == DISPATCHING for base in bases)


def injected(outline: Outline) -> bool:
    """Whether FastAPI is given functions that it runs before handlers."""
    return any(map(injects, outline.calls))


def injects(call: p.Call) -> bool:
    """A dependency of FastAPI: it runs before the handler, and may write headers."""
    return last_name(call.function) in {"Depends", "Security"}


def rewraps(assign: p.Assign) -> bool:
    """``app.wsgi_app = Something(app.wsgi_app)``."""
    return any(last_name(target) == "wsgi_app" for target in assign.targets)


def last_name(node: p.Expression) -> str:
    match node:
        case p.Name(id=name) | p.Attribute(name=name):
            return name
        case _:
            return ""


def no_other(workspace: Workspace, path: str) -> bool:
    paths = list(serving(workspace, root_of(workspace, path)))
    if len(paths) >= MAX_FILES or path not in paths:
        return False
    return not any(rival(workspace, each) for each in paths if each != path)


def rival(workspace: Workspace, path: str) -> bool:
    """Whether another file of the project may set CORS headers."""
    text = text_of(workspace, path)
    return speaks(text) if path.endswith(".py") else bool(CONFIGURES.search(text))


def root_of(workspace: Workspace, path: str) -> str:
    """The folder of the project that a file belongs to; "" where the run started."""
    folder = dirname(path)
    while folder not in {"", "/"} and not PROJECT & set(workspace.names(folder)):
        folder = dirname(folder)
    return folder


def serving(workspace: Workspace, root: str) -> Iterator[str]:
    """The files below a folder that make servers or configure them, up to a bound."""
    waiting, found, seen = [root], 0, 0
    while waiting and seen < MAX_FOLDERS:
        folder = waiting.pop(0)
        seen += 1
        for name in workspace.names(folder):
            if name.endswith("/"):
                if ASIDE.fullmatch(name) is None:
                    waiting.append(join(folder, name.rstrip("/")))
            elif SERVING.search(name):
                yield join(folder, name)
                found += 1
                if found >= MAX_FILES:
                    return
