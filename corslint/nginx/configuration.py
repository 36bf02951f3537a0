"""A file as corslint reads it: levels, variables, and what templates decide."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from corslint.nginx.includes import Includer, tree_of
from corslint.nginx.levels import Level, build
from corslint.nginx.variables import Definitions, collect
from corslint.source import Source, Span, Workspace

TOTAL, LEAST, MOST = 10_000_000, 5_000, 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Configuration:
    """``effort`` bounds the steps spent on one level, so that a file has a bound too."""

    levels: tuple[Level, ...]
    definitions: Definitions
    controls: tuple[Span, ...]
    effort: int

    def choice(self, level: Level) -> Span | None:
        """The template statement that chooses between the Allow-Origins of ``level``."""
        for first, second in pairwise(level.origins):
            for control in self.controls:
                if control.path == first.directive.span.path == second.directive.span.path:
                    between = sorted((first.directive.span, control, second.directive.span))
                    if between[1] is control:
                        return control
        return None


def read(source: Source, workspace: Workspace) -> Configuration:
    """Raises ``UnreadableSource`` when the file itself is broken."""
    tree = tree_of(source, workspace)
    includer = Includer(workspace, controls=list(tree.controls))
    levels = tuple(build(tree.directives, includer))
    definitions = collect((level.body for level in levels), includer)
    effort = min(MOST, max(LEAST, TOTAL // len(levels)))
    return Configuration(levels, definitions, tuple(includer.controls), effort)
