"""What a run may be told: which rules are on, how grave they are, where they are mute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corslint import rulebook
from corslint.discovery.ignore import IgnoreRules, patterns
from corslint.finding import Confidence, Severity
from corslint.origins.trusted import Trusted
from corslint.rulebook import Rule


@dataclass(frozen=True, slots=True)
class Ignore:
    """An entry of the configuration: ``rule`` (an id) is accepted under ``path``."""

    path: str
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of one run; rules are named by id, files by globs as in ``.gitignore``.

    ``severities`` replaces a rule's level, findings in ``development_files`` are one level
    lower, ``public_routes`` are meant for every origin, ``trusted`` lists all whom the
    project trusts. ``honour_comments`` False shows what ignore comments hide.
    """

    rules: frozenset[str]
    severities: Mapping[str, Severity]
    per_file_ignores: tuple[tuple[str, frozenset[str]], ...]
    development_files: tuple[str, ...]
    public_routes: tuple[str, ...]
    ignores: tuple[Ignore, ...]
    pedantic: bool = False
    min_confidence: Confidence = Confidence.LIKELY
    honour_comments: bool = True
    require_reason: bool = False
    trusted: Trusted | None = None

    def on(self, rule: Rule) -> bool:
        return rule.id in self.rules and (self.pedantic or not rule.pedantic)


def default_options() -> Options:
    """Every rule on, nothing ignored."""
    ids = frozenset(rule.id for rule in rulebook.load().values())
    return Options(ids, {}, (), (), (), ())


def fits(path: str, glob: str) -> bool:
    """Whether ``glob``, as in ``.gitignore``, matches ``path`` or a folder above it."""
    parts = path.strip("/").split("/")
    rules = rules_of(glob)
    return any(
        rules.verdict("/".join(parts[:depth]), parts[depth - 1], depth < len(parts))
        for depth in range(1, len(parts) + 1)
    )


@cache
def rules_of(glob: str) -> IgnoreRules:
    return IgnoreRules(patterns(glob))
