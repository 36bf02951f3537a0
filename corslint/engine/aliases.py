"""Which names of its own pages a project uses and a policy leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import dirname, join

from corslint.allow_origin import OriginEntry, OriginList, parts_of
from corslint.observation import MissingAlias
from corslint.origin import malformed
from corslint.origins.aliases import aliases
from corslint.policy import Channel, Policy
from corslint.source import Source, Span, Workspace

PAGES = re.compile(
    r"\.(?:[cm]?[jt]sx?|vue|svelte|html|json|ya?ml|toml)$|(?:^|/)\.env[^/]*$|\.env$"
)
"""Files that say where pages are served."""

ASIDE = re.compile(
    r"(?:\.(?!env)[^/]+|node_modules|s?env|venv|site-packages|tests?|__pycache__|docs?|documentation"
    r"|static|dist|build|vendor)/|package-lock\.json|.*\.min\.js"
)
ROOTS = frozenset(
    {"manage.py", "pyproject.toml", "package.json", "docker-compose.yml", ".git/"}
)
ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?![\w.:$-])")
NO_PAGE = re.compile(
    r"api|fetch|axios|backend|proxy|target|base_?url|server|endpoint|curl|socket|schema"
    r"|registry|xmlns",
    re.IGNORECASE,
)
"""What stands on lines with addresses of something else than a page."""

MAX_FILES = 200
MAX_FOLDERS = 120
MAX_LEVELS = 4
LONGEST_FILE = 200_000
LONGEST_LINE = 500


def with_aliases(policy: Policy, workspace: Workspace) -> Policy:
    """The policy with what is to be told about other names of the origins on its lists."""
    parts = tuple(parts_of(policy.allow_origin))
    lists = [part for part in parts if isinstance(part, OriginList)]
    if policy.channel is not Channel.HTTP or not all(whole(part) for part in parts):
        return policy
    entries = [entry for part in lists for entry in part.entries]
    admitted = {origin for entry in entries for origin in entry.admits}
    found = tuple(missing(entries, admitted, policy.span.path, workspace))
    return replace(policy, observations=(*policy.observations, *found)) if found else policy


def whole(part: object) -> bool:
    """Whether nobody else may get in than whom a list names."""
    return isinstance(part, OriginList) and part.complete and not part.constant


def missing(
    entries: list[OriginEntry], admitted: set[str], path: str, workspace: Workspace
) -> Iterator[MissingAlias]:
    for entry in entries:
        for alias in (each for origin in entry.admits[:1] for each in aliases(origin)):
            if alias not in admitted:
                used = pages(workspace, path).get(alias)
                if used is not None and used.path != path:
                    yield MissingAlias(entry.span, entry.text, alias, used)


def pages(workspace: Workspace, path: str) -> Mapping[str, Span]:
    """The addresses of pages that the files of a project name, each where it is first."""
    root = root_of(workspace, path)
    return workspace.once(("pages", root), lambda: named(workspace, root))


def root_of(workspace: Workspace, path: str) -> str:
    """The folder of the project: a page and its server often stand side by side in one."""
    folder, found = dirname(path), dirname(path)
    for _ in range(MAX_LEVELS):
        if ROOTS & set(workspace.names(folder)):
            found = folder
        if folder in {"", "/"}:
            break
        folder = dirname(folder)
    return found


def named(workspace: Workspace, root: str) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for path in files(workspace, root):
        source = workspace.source(path)
        if source is not None and len(source.text) <= LONGEST_FILE:
            for address, span in addresses(source):
                found.setdefault(address, span)
    return found


def addresses(source: Source) -> Iterator[tuple[str, Span]]:
    if "://" not in source.text:
        return
    for number, line in enumerate(source.lines, 1):
        if len(line) <= LONGEST_LINE and "://" in line and not NO_PAGE.search(line):
            for match in ADDRESS.finditer(line):
                if malformed(match[0]) is None:
                    start, end = match.span()
                    yield match[0], Span(source.path, number, start + 1, number, end + 1)


def files(workspace: Workspace, root: str) -> Iterator[str]:
    """The files of a project that may name its pages, up to a bound."""
    waiting, found, seen = [root], 0, 0
    while waiting and seen < MAX_FOLDERS:
        folder = waiting.pop(0)
        seen += 1
        for name in workspace.names(folder):
            if ASIDE.fullmatch(name):
                continue
            if name.endswith("/"):
                waiting.append(join(folder, name.rstrip("/")))
            elif PAGES.search(name):
                yield join(folder, name)
                found += 1
                if found >= MAX_FILES:
                    return
