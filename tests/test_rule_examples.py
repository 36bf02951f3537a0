"""Every rule's own examples: a marked line must be reported, every other must be silent."""

from __future__ import annotations

import tomllib

import pytest

from corslint import registry, rulebook
from corslint.commands.arguments import parse
from corslint.commands.effective import options
from corslint.engine import lint as engine
from corslint.engine.lint import Report
from corslint.engine.options import Options
from corslint.rulebook import Example
from corslint.rulepage import expected
from corslint.settings.config import Settings
from corslint.settings.tables import Table
from corslint.source import Source, Workspace

Place = tuple[str, int, str]

CONFIGURATION = "corslint.toml"

RULES = rulebook.load()
CASES = {
    f"{rule.name}-{kind}{number}": (example, rule.name, kind == "bad")
    for rule in RULES.values()
    for kind, examples in (("bad", rule.bad), ("good", rule.good))
    for number, example in enumerate(examples, 1)
}

each_case = pytest.mark.parametrize("case", CASES)


def marks(example: Example) -> set[Place]:
    return {
        (path, number, name)
        for path in example.files
        for number, names in expected(example, path).items()
        for name in names.split(", ")
    }


def found(example: Example) -> set[Place]:
    report = linted(example)
    assert report.failures == ()
    return {(one.span.path, one.span.line, one.name) for one in report.findings}


def linted(example: Example) -> Report:
    files = {path: code for path, code in example.files.items() if path != CONFIGURATION}
    sources = [Source(path, code) for path, code in files.items()]
    return engine.lint(sources, Workspace.of(files), configured(example))


def configured(example: Example) -> Options | None:
    text = example.files.get(CONFIGURATION)
    if text is None:
        return None
    settings = Settings(Table(CONFIGURATION, tomllib.loads(text)))
    return options(settings, parse(None, []))


@each_case
def test_example(case: str) -> None:
    example, _, _ = CASES[case]
    assert found(example) == marks(example)


@each_case
def test_example_shows_its_rule(case: str) -> None:
    example, rule, bad = CASES[case]
    assert (rule in {name for _, _, name in marks(example)}) == bad


@each_case
def test_marks_are_read_and_name_rules(case: str) -> None:
    example, _, _ = CASES[case]
    places = marks(example)
    listed = sum(map(len, example.expect.values()))
    written = sum(code.count("expect:") for code in example.files.values())
    assert written + listed == len({place[:2] for place in places})
    assert {name for _, _, name in places} <= RULES.keys()


def test_every_component_has_an_example() -> None:
    reports = [linted(example) for example, _, bad in CASES.values() if bad]
    shown = {finding.library for report in reports for finding in report.findings}
    assert registry.all_extractors().keys() <= shown
