"""The rules as data, against the catalogue that fixes their ids, names and levels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corslint import rulebook
from corslint.finding import Effect, Severity
from corslint.rulebook import Rule

RULES = list(rulebook.load().values())
CATALOGUE = (Path(__file__).parents[1] / "../shared/rule_catalogue.md").read_text("utf-8")
ROW = re.compile(r"\| (CORS\d+) \| ([\w-]+) \| (\w+) \| (\w+) \|")
KNOWN = {row[1]: row.groups() for row in ROW.finditer(CATALOGUE)}

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@each_rule
def test_rule_is_that_of_the_catalogue(rule: Rule) -> None:
    written = (rule.id, rule.name, rule.effect.value, rule.severity.word)
    assert written == KNOWN[rule.id]


@each_rule
def test_rule_is_complete(rule: Rule) -> None:
    assert rule.bad
    assert rule.good
    assert rule.references
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    assert rule.help == f"docs/rules/{rule.name}.md"


@each_rule
def test_words_read_well(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert not rule.message.endswith(".")
    assert rule.why.endswith(".")
    for text in (rule.summary, rule.message, rule.why, rule.fix):
        assert text == text.strip()
        assert "\n" not in text


@each_rule
def test_remedy_comes_last(rule: Rule) -> None:
    """It may be a block of code, and nothing reads on behind one."""
    assert "{remedy}" not in rule.message + rule.why
    assert rule.fix.count("{remedy}") == rule.fix.endswith("{remedy}")


@each_rule
def test_rule_beats_rules_that_do_not_beat_it(rule: Rule) -> None:
    rules = rulebook.load()
    assert rule.beats <= rules.keys()
    assert not any(rule.name in rules[other].beats for other in rule.beats)


@each_rule
def test_rule_is_found_by_id_and_name(rule: Rule) -> None:
    assert rulebook.find(rule.id) is rule
    assert rulebook.find(rule.id.lower()) is rule
    assert rulebook.find(rule.name.upper()) is rule


def test_unknown_rule_is_not_found() -> None:
    assert rulebook.find("CORS1") is None
    assert rulebook.find("") is None


def test_ids_are_unique_and_in_order() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))


def test_level_and_effect_are_read_from_their_words(tmp_path: Path) -> None:
    path = tmp_path / "some-rule.toml"
    path.write_text(TOML, "utf-8")
    rule = rulebook.read(path)
    assert (rule.name, rule.severity, rule.effect) == (
        "some-rule",
        Severity.HIGH,
        Effect.BROKEN,
    )
    assert rule.bad[0].files == {"a.json": '{"x": "*"}'}
    assert rule.bad[0].expect == {"a.json": ("1: some-rule",)}
    assert rule.beats == frozenset()


@pytest.mark.parametrize("line", ['severity = "high"', 'effect = "broken"', "bad = "])
def test_broken_rule_file_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "some-rule.toml"
    path.write_text(TOML.replace(line, ""), "utf-8")
    with pytest.raises(ValueError, match=r"some-rule\.toml"):
        rulebook.read(path)


TOML = """
id = "CORS999"
severity = "high"
effect = "broken"
summary = "S."
message = "m"
why = "W."
fix = "F."
references = ["https://example.com/"]
since = "0.1.0"
good = []
bad = [{files = {"a.json" = '{"x": "*"}'}, expect = {"a.json" = ["1: some-rule"]}}]
"""
