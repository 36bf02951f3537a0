"""The rules as data: ``rules/*.toml`` read into ``Rule`` objects."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corslint.finding import Effect, Severity

HELP_ROOT = "docs/rules/"


@dataclass(frozen=True, slots=True)
class Example:
    """Files that show a rule; ``expect`` marks lines in files that cannot hold comments."""

    files: Mapping[str, str]
    expect: Mapping[str, tuple[str, ...]]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its identity (never reused), its words and its examples.

    ``message``, ``why`` and ``fix`` are templates filled with a violation's facts.
    ``beats`` names rules whose finding at the same place says less about the same cause;
    a ``remark`` is about the policy as a whole, so it is beaten wherever in it it stands.
    """

    id: str
    name: str
    severity: Severity
    effect: Effect
    summary: str
    message: str
    why: str
    fix: str
    references: tuple[str, ...]
    cwe: tuple[int, ...]
    since: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    beats: frozenset[str]
    remark: bool = False
    pedantic: bool = False

    @property
    def help(self) -> str:
        return f"{HELP_ROOT}{self.name}.md"


@cache
def load() -> Mapping[str, Rule]:
    """Every rule by name, in the order of their ids. Raises ValueError on a bad file."""
    rules = sorted((read(path) for path in rule_files()), key=lambda rule: rule.id)
    return MappingProxyType({rule.name: rule for rule in rules})


def rule_files() -> Iterator[Traversable]:
    installed = files("corslint") / "_rules"
    folder = installed if installed.is_dir() else Path(__file__).parent.parent / "rules"
    for path in folder.iterdir():
        if path.name.endswith(".toml"):
            yield path


def read(path: Traversable) -> Rule:
    try:
        return parse(
            path.name.removesuffix(".toml"), tomllib.loads(path.read_text("utf-8"))
        )
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"rule file {path.name}: {error!r}") from error


def parse(name: str, data: Mapping[str, Any]) -> Rule:
    return Rule(
        id=data["id"],
        name=name,
        severity=Severity[data["severity"].upper()],
        effect=Effect(data["effect"]),
        summary=data["summary"],
        message=data["message"],
        why=data["why"].strip(),
        fix=data["fix"].strip(),
        references=tuple(data["references"]),
        cwe=tuple(data.get("cwe", ())),
        since=data["since"],
        bad=tuple(map(example, data["bad"])),
        good=tuple(map(example, data["good"])),
        beats=frozenset(data.get("beats", ())),
        remark=data.get("remark", False),
        pedantic=data.get("pedantic", False),
    )


def example(data: Mapping[str, Any]) -> Example:
    expect = {path: tuple(marks) for path, marks in data.get("expect", {}).items()}
    return Example(dict(data["files"]), expect, data.get("title", ""))


def find(text: str) -> Rule | None:
    """The rule with this id or name, in any case."""
    wanted = text.lower()
    rules = load().values()
    return next((rule for rule in rules if wanted in (rule.id.lower(), rule.name)), None)
