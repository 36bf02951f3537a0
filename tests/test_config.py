"""The configuration: which file holds, what it may say, what a mistake is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from corslint.commands.arguments import parse
from corslint.commands.effective import options
from corslint.engine.options import Ignore, Options
from corslint.errors import UsageError
from corslint.finding import Confidence, Severity
from corslint.rulebook import load
from corslint.settings import config
from corslint.settings.config import NOT_USED_YET, Settings
from corslint.settings.rule_names import all_known, identities
from corslint.settings.selection import Choice, chosen, levels

IDS = frozenset(rule.id for rule in load().values())
FAMILY_1 = frozenset(rule for rule in IDS if rule.startswith("CORS1"))
FAMILY_2 = frozenset(rule for rule in IDS if rule.startswith("CORS2"))


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "src/app.py").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(text: str, name: str = "corslint.toml") -> Settings:
    Path(name).write_text(text)
    return config.load(".")


def told(text: str, *words: str) -> Options:
    return options(settings(text), parse(None, words))


def complaint(text: str, name: str = "corslint.toml") -> str:
    with pytest.raises(UsageError) as caught:
        options(settings(text, name), parse(None, []))
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_every_key() -> None:
    found = told(
        """
        select = ["CORS1", "CORS2"]
        ignore = ["any-origin"]
        extend-select = ["CORS401"]
        exclude = ["a/"]
        extend-exclude = ["b/"]
        fail-on = "high"
        min-confidence = "possible"
        pedantic = true
        public-routes = ["/public/**"]
        development-files = ["dev/"]
        require-suppression-reason = true
        trusted-origins = ["https://*.corp.example"]
        [per-file-ignores]
        "*.conf" = ["CORS4"]
        [severity]
        CORS102 = "low"
        [versions]
        flask-cors = "4.0.0"
        [layers]
        "deploy/nginx.conf" = ["src/app.py"]
        [[ignores]]
        path = "src/app.py"
        rule = "null-origin"
        reason = "a sandboxed frame of ours"
        """
    )
    assert found.rules == (FAMILY_1 | FAMILY_2 | {"CORS401"}) - {"CORS101"}
    assert found.severities == {"CORS102": Severity.LOW}
    assert found.public_routes == ("/public/**",)
    assert found.min_confidence is Confidence.POSSIBLE
    assert (found.pedantic, found.require_reason, found.honour_comments) == (True,) * 3
    assert Ignore("/src/app.py", "CORS103", "a sandboxed frame of ours") in found.ignores
    assert ("/**/*.conf", frozenset({"CORS401", "CORS402"})) in found.per_file_ignores
    assert "/**/dev/" in found.development_files


def test_exclusions_and_exit_status() -> None:
    found = settings('exclude = ["a/"]\nextend-exclude = ["b/"]\nfail-on = "never"\n')
    assert (found.exclude, found.extend_exclude) == (("a/",), ("b/",))
    assert found.fail_on == "never"


def test_without_a_file_the_defaults_hold(project: Path) -> None:
    found = config.load("src")
    assert (found.file, found.base) == ("", str(project))
    assert (found.fail_on, found.min_confidence, found.exclude) == (
        "medium",
        "likely",
        None,
    )
    told = options(found, parse(None, []))
    assert told.rules == IDS
    assert told.min_confidence is Confidence.LIKELY
    assert "/**/tests/" in told.development_files


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["corslint.toml", ".corslint.toml", "pyproject.toml"], "corslint.toml"),
        ([".corslint.toml", "pyproject.toml"], ".corslint.toml"),
        (["pyproject.toml"], "pyproject.toml"),
        (["src/corslint.toml", "corslint.toml"], "src/corslint.toml"),
        (["src/pyproject.toml", "corslint.toml"], "src/pyproject.toml"),
    ],
)
def test_nearest_file_holds(names: list[str], wanted: str) -> None:
    for name in names:
        Path(name).write_text("[tool.corslint]\n" if "pyproject" in name else "")
    assert config.load("src").file == wanted
    assert config.load("src/app.py").file == wanted


def test_shared_file_without_a_table_is_passed_over() -> None:
    Path("src/pyproject.toml").write_text('[project]\ndependencies = ["corslint"]\n')
    Path("corslint.toml").write_text("")
    assert config.load("src").file == "corslint.toml"


def test_search_ends_at_the_repository(project: Path) -> None:
    (project / "corslint.toml").write_text("")
    (project / "inner/.git").mkdir(parents=True)
    assert config.load("inner").file == ""
    assert config.load("src").file == "corslint.toml"


def test_named_file_and_isolated() -> None:
    Path("corslint.toml").write_text('fail-on = "low"\n')
    Path("other.toml").write_text('fail-on = "high"\n')
    assert config.load("src", "other.toml").fail_on == "high"
    assert config.load("src", isolated=True).fail_on == "medium"


def test_command_line_beats_the_file() -> None:
    text = 'select = ["CORS1"]\nignore = ["CORS102"]\nmin-confidence = "certain"\n'
    assert told(text).rules == FAMILY_1 - {"CORS102"}
    assert told(text, "--select", "CORS102").rules == {"CORS102"}
    assert told(text, "--extend-select", "CORS102,CORS2").rules == FAMILY_1 | FAMILY_2
    assert told(text, "--ignore=CORS1").rules == frozenset()
    found = told(text, "--min-confidence", "possible", "--pedantic")
    assert (found.min_confidence, found.pedantic) == (Confidence.POSSIBLE, True)


def test_no_ignores_shows_what_the_project_ignores() -> None:
    text = '[[ignores]]\npath = "a.py"\nrule = "CORS1"\n'
    assert {ignore.rule for ignore in told(text).ignores} == FAMILY_1
    found = told(text, "--no-ignores")
    assert (found.ignores, found.honour_comments) == ((), False)


def test_rules_are_known_without_loading_them() -> None:
    assert identities() == {rule.name: rule.id for rule in load().values()}
    assert all_known(["CORS101", "cors1", " Any-Origin ", "ALL", "CORS"])
    for word in ("CORS998", "CORS1011", "any-origins", "", "C", "CORSx"):
        assert not all_known([word])


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(""), IDS),
        (Choice("", ["ALL"]), IDS),
        (Choice("", ["CORS"]), IDS),
        (Choice("", []), frozenset()),
        (Choice("", ["cors101", "reflected-origin"]), {"CORS101", "CORS102"}),
        (Choice("", ["CORS10"], (), ["CORS1"]), {r for r in FAMILY_1 if r[5] == "0"}),
        (Choice("", ["CORS1"], (), ["CORS102"]), FAMILY_1 - {"CORS102"}),
        (Choice("", ["CORS102"], (), ["CORS1"]), {"CORS102"}),
        (Choice("", ["any-origin"], (), ["CORS101"]), frozenset()),
        (Choice("", None, ["CORS101"], ["ALL"]), {"CORS101"}),
    ],
)
def test_most_specific_selector_wins(choice: Choice, wanted: frozenset[str]) -> None:
    assert chosen([choice]) == wanted


def test_most_specific_level_wins() -> None:
    found = levels({"CORS102": "low", "CORS1": "high", "ALL": "info"}, "")
    assert (found["CORS102"], found["CORS101"], found["CORS401"]) == ("low", "high", "info")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('selct = ["CORS1"]', 'unknown key "selct"; did you mean "select"?'),
        ('fail_on = "low"', 'unknown key "fail_on"; did you mean "fail-on"?'),
        ("zzz = 1", 'unknown key "zzz"; known are development-files, exclude,'),
        ('select = "CORS1"', '"select" must be a list of strings, not "CORS1"'),
        ("ignore = [1]", '"ignore" must be a list of strings, not [1]'),
        ('pedantic = "yes"', '"pedantic" must be true or false, not "yes"'),
        ('fail-on = "hihg"', '"fail-on" must be one of info, low, medium, high, critical,'),
        ("min-confidence = true", '"min-confidence" must be one of possible, likely,'),
        ('severity = "high"', '"severity" must be a table, not "high"'),
        ('[severity]\nCORS101 = "bad"', '"severity.CORS101" must be one of info, low,'),
        ('[severity]\nCORS998 = "low"', 'severity: there is no rule "CORS998"'),
        ('[per-file-ignores]\n"a" = "CORS1"', '"per-file-ignores.a" must be a list of'),
        ('[per-file-ignores]\n"a" = ["X"]', 'per-file-ignores: there is no rule "X"'),
        ("ignores = [1]", '"ignores" must be a list of tables, not [1]'),
        ('[[ignores]]\npath = "a"', '"ignores.rule" must be a string or a list of strings'),
        ('[[ignores]]\nrule = "CORS1"', '"ignores.path" must be a string, not nothing'),
        (
            '[[ignores]]\npath = "a"\nrule = "CORS1"\nwhy = "x"',
            'unknown key "ignores.why"; known are path, reason, rule',
        ),
        ("trusted-origins = 1", '"trusted-origins" must be a list of strings, not 1'),
        ("[versions]\nflask = 4", '"versions.flask" must be a string, not 4'),
        ('layers = ["a"]', '"layers" must be a table, not ["a"]'),
        ("select = 2020-01-01", '"select" must be a list of strings, not 2020-01-01'),
        ('select = ["reflected"]', 'did you mean "reflected-origin"?'),
        ('ignore = ["CORS"', "not valid TOML: "),
        ("a = " + "[" * 5000, "not valid TOML: "),
        ('"a\\u001b[31m" = 1', r'unknown key "a\x1b[31m"'),
    ],
)
def test_mistake_is_one_line_that_names_the_place(text: str, wanted: str) -> None:
    message = complaint(text)
    assert message.startswith("corslint.toml: ")
    assert wanted in message


def test_wrong_selectors_of_the_command_line() -> None:
    for option in ("--select", "--ignore", "--extend-select"):
        with pytest.raises(UsageError, match=f'^{option}: there is no rule "nope"'):
            told("", option, "CORS1,nope")


def test_mistakes_in_a_shared_file() -> None:
    name = "pyproject.toml"
    assert 'unknown key "tool.corslint.selct"' in complaint(
        "[tool.corslint]\nselct=[]", name
    )
    assert '"tool.corslint" must be a table' in complaint("[tool]\ncorslint = 1", name)


def test_file_that_cannot_be_read() -> None:
    with pytest.raises(
        UsageError, match=r"nowhere\.toml: cannot read the configuration: no such"
    ):
        config.load(".", "nowhere.toml")
    with pytest.raises(UsageError, match=r"src: cannot read the configuration: "):
        config.load(".", "src")
    Path("pyproject.toml").write_text("[tool.other]\n")
    with pytest.raises(UsageError, match=r"pyproject\.toml: has no \[tool\.corslint\]"):
        config.load(".", "pyproject.toml")
    Path("latin.toml").write_bytes(b'fail-on = "\xe9"')
    with pytest.raises(UsageError, match=r"latin\.toml: not valid TOML"):
        config.load(".", "latin.toml")


def test_keys_are_those_of_the_contract() -> None:
    assert set(Settings().values) == {
        "select",
        "ignore",
        "extend-select",
        "per-file-ignores",
        "exclude",
        "extend-exclude",
        "fail-on",
        "min-confidence",
        "pedantic",
        "severity",
        "trusted-origins",
        "public-routes",
        "development-files",
        "versions",
        "layers",
        "ignores",
        "require-suppression-reason",
    }
    assert set(Settings().values) > NOT_USED_YET
