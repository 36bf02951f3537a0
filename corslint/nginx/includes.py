"""Follows ``include`` inside the scanned tree; nothing outside of it can be reached."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath

from corslint.source import Source, Span, UnreadableSource, Workspace
from corslint.syntax import nginx
from corslint.syntax.nginx import Directive, Tree

MAX_INCLUDES = 500
MAX_CHAIN = 10
MAX_PARENTS = 6

ROOTS = (
    "/etc/nginx/",
    "/usr/local/nginx/conf/",
    "/usr/local/openresty/nginx/conf/",
    "/usr/local/etc/nginx/",
    "/opt/homebrew/etc/nginx/",
)
"""Where packages, images and OpenResty keep the configuration that paths start from."""

SUFFIXES = ("", ".template", ".j2")

HARMLESS = ("mime.types", "_params", "fastcgi.conf", "koi-", "win-utf", "modules-enabled")
"""Files of the distribution that hold no headers: no matter that they are absent."""


def tree_of(source: Source, workspace: Workspace) -> Tree:
    """The parsed file, read once a run. Raises ``UnreadableSource``."""
    return workspace.once(("nginx tree", source.path), lambda: nginx.parse(source))


def candidates(written: str, path: str) -> Iterator[str]:
    """Where a file named in ``path`` may stand: beside it, or beside a parent's files.

    Wildcards are left alone: the scanned tree can be asked for a file, not for a list.
    """
    root = next((root for root in ROOTS if written.startswith(root)), "")
    name = written.removeprefix(root)
    if name.startswith("/") or any(sign in name for sign in "*?[$"):
        return
    for folder in islice(PurePosixPath(path).parents, MAX_PARENTS):
        place = posixpath.normpath(str(folder / name))
        if not place.startswith(".."):
            yield from (place + suffix for suffix in SUFFIXES)


@dataclass(slots=True)
class Includer:
    """Puts included files where they are included, within a bound for the whole file.

    ``controls`` are the template statements of the files that were put in.
    """

    workspace: Workspace
    left: int = MAX_INCLUDES
    controls: list[Span] = field(default_factory=list)

    def expanded(
        self, directives: Sequence[Directive], chain: tuple[str, ...] = ()
    ) -> Iterator[Directive]:
        """The statements with includes replaced; one that cannot be followed is kept."""
        for directive in directives:
            tree = None
            if directive.name.text == "include" and len(directive.words) == 1:
                tree = self.included(directive, chain)
            if tree is None:
                yield directive
            else:
                yield from self.expanded(tree.directives, (*chain, directive.span.path))

    def included(self, directive: Directive, chain: tuple[str, ...]) -> Tree | None:
        path = directive.span.path
        self.left -= 1
        if self.left < 0 or len(chain) > MAX_CHAIN:
            return None
        for place in candidates(directive.words[0].text, path):
            if place == path or place in chain:
                continue
            source = self.workspace.source(place)
            if source is not None:
                return self.parsed(source)
        return None

    def parsed(self, source: Source) -> Tree | None:
        """A broken file counts as absent here: the run reports it under its own name."""
        try:
            tree = tree_of(source, self.workspace)
        except UnreadableSource:
            return None
        self.controls.extend(tree.controls)
        return tree


def absent(directive: Directive) -> bool:
    """Whether a statement is an include that was not followed and may hold headers."""
    if directive.name.text != "include":
        return False
    return not any(part in word.text for word in directive.words for part in HARMLESS)
