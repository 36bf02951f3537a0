"""Ignore comments: what they hide, what they do not, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from corslint import registry
from corslint.allow_origin import AnyOrigin, Sent
from corslint.engine import lint as engine
from corslint.engine.comments import comments, python_comments, scanned_comments
from corslint.engine.lint import Report, default_options
from corslint.extractor import Extractor
from corslint.finding import Confidence
from corslint.policy import Layer, Policy, nothing
from corslint.source import Source, Span, Workspace
from corslint.value import Known
from corslint.wire import ALLOW_ORIGIN, Answer, Request


def everybody(source: Source, workspace: Workspace) -> Iterator[Policy]:
    """A line with OPEN is a policy for everybody, up to the line with END if there is one.

    Its value passed through the lines with FROM, and through ``settings.py``.
    """
    for number, line in enumerate(source.lines, 1):
        if "OPEN" in line:
            ends = (at for at, text in enumerate(source.lines, 1) if "END" in text)
            yield opened(
                source, number, next(ends, number), tuple(passed(source, workspace))
            )


def passed(source: Source, workspace: Workspace) -> Iterator[Span]:
    other = workspace.source("settings.py")
    for one in (source, *([other] if other and other.path != source.path else ())):
        for number, line in enumerate(one.lines, 1):
            if "FROM" in line:
                yield Span(one.path, number, 1, number, 5)


def opened(source: Source, first: int, last: int, via: tuple[Span, ...]) -> Policy:
    column = source.line(first).index("OPEN") + 1
    place = Span(source.path, first, column, first, column + 4)
    statement = Span(source.path, first, 1, last, len(source.line(last)) + 1)
    none = nothing(statement)
    return Policy(
        library="made",
        layer=Layer.APP,
        allow_origin=AnyOrigin(Sent.WILDCARD, place, via),
        span=statement,
        statement=statement,
        allow_credentials=none,
        allow_methods=none,
        allow_headers=none,
        expose_headers=none,
        max_age=none,
        vary=Known(True, statement),
    )


def wildcard(_policy: Policy, _request: Request) -> Answer:
    return Answer(((ALLOW_ORIGIN, "*"),))


@pytest.fixture(autouse=True)
def _extractors(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        language: Extractor(language, (b"open",), everybody, wildcard)
        for language in ("python", "nginx")
    }
    monkeypatch.setattr(registry, "all_extractors", lambda: found)


def lint(code: str, path: str = "app.py", settings: str = "", **changes: Any) -> Report:
    options = replace(default_options(), **changes)
    files = {path: code, **({"settings.py": settings} if settings else {})}
    return engine.lint([Source(path, code)], Workspace.of(files), options)


def said(report: Report) -> list[tuple[int, str]]:
    return [(finding.span.line, finding.name) for finding in report.findings]


HIDDEN = [
    pytest.param("OPEN  # corslint: ignore[CORS101]\n", id="same line"),
    pytest.param("OPEN  # corslint: ignore[any-origin]\n", id="name"),
    pytest.param("OPEN  # corslint: ignore[Any-Origin] open data\n", id="case, reason"),
    pytest.param("OPEN  # corslint: ignore[CORS202,  cors101 ] x\n", id="several"),
    pytest.param("OPEN  #corslint:ignore [CORS101]   \n", id="spaces"),
    pytest.param("OPEN  # type: ignore  # corslint: ignore[CORS101]\n", id="after another"),
    pytest.param("# corslint: ignore[CORS101]\nOPEN\n", id="line above"),
    pytest.param("    # corslint: ignore[CORS101]\n    OPEN\n", id="indented"),
    pytest.param("# corslint: ignore[CORS101]\n# more\nOPEN\n", id="comments between"),
    pytest.param("# corslint: ignore[CORS101]\r\nOPEN\r\n", id="CRLF"),
    pytest.param(
        "OPEN(\n    1,  # corslint: ignore[CORS101]\n)  # END\n", id="in statement"
    ),
    pytest.param(
        "OPEN(\n    # corslint: ignore[CORS101]\n    1,\n)  # END", id="alone inside"
    ),
    pytest.param("FROM = 1  # corslint: ignore[CORS101]\nx = 2\nOPEN\n", id="related"),
    pytest.param(
        "# corslint: ignore[CORS101]\nFROM = 1\nx = 2\nOPEN\n", id="above related"
    ),
    pytest.param(
        "# corslint: ignore-file[CORS101] a demo\n" + "\n" * 40 + "OPEN\n", id="file"
    ),
    pytest.param("\n" * 19 + "# corslint: ignore-file[CORS101]\nx = 1\nOPEN", id="line 20"),
    pytest.param("OPEN\nx = 1\nx = 2  # corslint: ignore-file[CORS101]\n", id="file below"),
]


@pytest.mark.parametrize("code", HIDDEN)
def test_hidden(code: str) -> None:
    report = lint(code)
    assert [one for one in said(report) if one[1] == "any-origin"] == []
    assert [finding.name for finding in report.suppressed] == ["any-origin"]
    unused = [finding.message for finding in report.findings]
    assert not [message for message in unused if "CORS101" in message]


SHOWN = [
    pytest.param("OPEN  # corslint: ignore[CORS102]\n", id="another rule"),
    pytest.param("x = 1  # corslint: ignore[CORS101]\nOPEN\n", id="of the line before"),
    pytest.param("OPEN\n# corslint: ignore[CORS101]\n", id="line below"),
    pytest.param("# corslint: ignore[CORS101]\n\nOPEN\n", id="blank line between"),
    pytest.param('OPEN = "# corslint: ignore[CORS101]"\n', id="in a string"),
    pytest.param('"""\n# corslint: ignore[CORS101]\n"""\nOPEN\n', id="in a docstring"),
    pytest.param("OPEN  # see corslint: ignore[CORS101]\n", id="not at the marker"),
    pytest.param("OPEN  # noqa: CORS101\n", id="another tool's"),
    pytest.param("OPEN  # corslint: ignore\n", id="bare"),
    pytest.param("OPEN  # corslint: ignore[]\n", id="empty"),
    pytest.param("OPEN  # corslint: ignore[CORS1]\n", id="prefix"),
    pytest.param("OPEN  # corslint: Ignroe[CORS101]\n", id="misspelt"),
    pytest.param("\n" * 20 + "# corslint: ignore-file[CORS101]\nOPEN", id="line 21"),
]


@pytest.mark.parametrize("code", SHOWN)
def test_shown(code: str) -> None:
    report = lint(code)
    assert [name for _, name in said(report)].count("any-origin") == 1
    assert report.suppressed == ()


def test_comments_of_other_files_count_at_related_places() -> None:
    hidden = lint("OPEN\n", settings="FROM = 1  # corslint: ignore[CORS101] public\n")
    assert said(hidden) == []
    assert len(hidden.suppressed) == 1
    shown = lint("OPEN\n", settings="FROM = 1\nx = 1  # corslint: ignore[CORS101]\n")
    assert said(shown) == [(1, "any-origin")]
    whole = lint("OPEN\n", settings="# corslint: ignore-file[CORS101]\nFROM = 1\n")
    assert said(whole) == [(1, "any-origin")]


def test_comments_are_not_honoured_when_asked_not_to() -> None:
    report = lint("OPEN  # corslint: ignore[CORS101, CORS102]\n", honour_comments=False)
    assert said(report) == [(1, "any-origin")]
    assert report.suppressed == ()


# What is wrong with them


def complaint(code: str, **changes: Any) -> str:
    report = lint(code, **changes)
    [finding] = (one for one in report.findings if one.rule == "CORS902")
    return f"{finding.message} | {finding.fix}"


def test_unused_ignore_is_reported_at_the_rule_it_names() -> None:
    report = lint("OPEN  # corslint: ignore[CORS101, CORS202]\n")
    [finding] = report.findings
    assert finding.rule == "CORS902"
    assert (
        Source("app.py", "OPEN  # corslint: ignore[CORS101, CORS202]").cut(finding.span)
        == "CORS202"
    )
    assert "wildcard-with-credentials (CORS202)" in finding.message
    assert finding.fingerprint


def test_unused_ignore_in_a_file_without_candidates_is_reported() -> None:
    assert said(lint("x = 1  # corslint: ignore[CORS101]\n")) == [(1, "unused-suppression")]


def test_ignore_of_a_rule_that_is_off_is_not_judged() -> None:
    on = default_options().rules - {"CORS202"}
    assert said(lint("x = 1  # corslint: ignore[CORS202]\n", rules=on)) == []
    both = lint("x = 1  # corslint: ignore[CORS202, CORS101]\n", rules=on)
    assert said(both) == [(1, "unused-suppression")]


def test_ignore_of_a_doubtful_finding_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = Extractor("python", (b"open",), everybody, lambda *_: Answer())
    monkeypatch.setattr(registry, "all_extractors", lambda: {"python": silent})
    code = "OPEN  # corslint: ignore[CORS101]\n"
    assert said(lint(code)) == []
    assert said(lint(code, min_confidence=Confidence.POSSIBLE)) == []


def test_ignore_of_a_finding_that_the_configuration_hides_is_used() -> None:
    code = "OPEN  # corslint: ignore[CORS101]\n"
    assert said(lint(code, per_file_ignores=(("*.py", frozenset({"CORS101"})),))) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("OPEN  # corslint: ignore\n", "names no rule"),
        ("OPEN  # corslint: ignore[ ]\n", "names no rule"),
        ("OPEN  # corslint: ignore any-origin\n", "names no rule"),
        ("# corslint: ignore-file\nOPEN\n", "`corslint: ignore-file[any-origin]`"),
        ("OPEN  # corslint: ignore[CORS999]\n", "there is no rule `CORS999`"),
        ("OPEN  # corslint: ignore[any-orgin]\n", "Write `any-origin`."),
        ("OPEN  # corslint: ignore[zzz]\n", "`corslint rule --all`"),
        ("OPEN  # corslint: ingore[CORS101]\n", "Write `corslint: ignore[RULE]`."),
        (
            "OPEN  # corslint: ignore_file[CORS101]\n",
            "Write `corslint: ignore-file[RULE]`.",
        ),
        ("OPEN  # corslint: disable[CORS101]\n", "`disable` is not an instruction"),
        ("\n" * 20 + "# corslint: ignore-file[CORS101]\nOPEN", "in the first 20 lines"),
    ],
)
def test_ignore_that_does_nothing(code: str, words: str) -> None:
    assert words in complaint(code)


def test_prose_about_corslint_is_no_instruction() -> None:
    assert said(lint("x = 1  # corslint: see the docs, they say [CORS101]\n")) == []
    assert said(lint("x = 1  # corslint: https://example.com/\n")) == []


def test_reason_is_asked_for_when_the_project_wants_one() -> None:
    code = "OPEN  # corslint: ignore[CORS101]\n"
    assert said(lint(code)) == []
    assert "gives no reason" in complaint(code, require_reason=True)
    with_reason = "OPEN  # corslint: ignore[CORS101] open data\n"
    assert said(lint(with_reason, require_reason=True)) == []


def test_ignore_of_the_rule_about_ignores() -> None:
    code = "x = 1  # corslint: ignore[CORS101, CORS902] until the next release\n"
    report = lint(code)
    assert said(report) == []
    assert [finding.rule for finding in report.suppressed] == ["CORS902"]
    idle = "OPEN  # corslint: ignore[CORS101, CORS902]\n"
    assert said(lint(idle)) == []


def test_ignores_are_not_judged_when_their_rule_is_off() -> None:
    on = default_options().rules - {"CORS902"}
    assert said(lint("x = 1  # corslint: ignore[CORS101]\n", rules=on)) == []


# Where comments stand


def cut(path: str, text: str) -> list[str]:
    source = Source(path, text)
    return [source.cut(span) for span in comments(source)]


PYTHON = [
    ("x = 1  # one\n# two\n", ["# one", "# two"]),
    ("x = '# no'\ny = \"# no\"\n", []),
    ('x = """\n# no\n"""  # yes\n', ["# yes"]),
    ("x = 'it\\'s # no'  # yes\n", ["# yes"]),
    ("x = r'\\'  # no'  # yes\n", ["# yes"]),
    ("x = ''  # yes\ny = \"\"  # yes\n", ["# yes", "# yes"]),
    ("x = '''it's \"\"\" # no'''  # yes\n", ["# yes"]),
    ("é = '🙂'  # yes\n", ["# yes"]),
    ("x = 1  # one\r\ny = 2  # two\r\n", ["# one", "# two"]),
    ("x = 1  # one\ry = 2  # two", ["# one", "# two"]),
    ("x = 1\x0c  # one\u2028still one\n", ["# one\u2028still one"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), PYTHON)
def test_python_comments(text: str, wanted: list[str]) -> None:
    assert cut("app.py", text) == wanted


@pytest.mark.parametrize("text", [text for text, _ in PYTHON])
def test_our_scanner_agrees_with_pythons(text: str) -> None:
    source = Source("app.py", text)
    assert scanned_comments(source) == python_comments(source)


@pytest.mark.parametrize(
    "text",
    [
        "def f(:\n    x = '# no'  # yes\n  y\n",
        "x = (\n  1  # yes\n",
        "if x:\n        a\n    b  # yes\n",
        "x = '''# no\n\\",
        "x = 'open # no\ny = 1  # yes\n",
        "x = $ ? # yes\n",
    ],
)
def test_python_that_does_not_tokenize(text: str) -> None:
    assert cut("app.py", text) == ["# yes"] * text.count("# yes")


def test_unfinished_strings_are_read_once() -> None:
    """Quadratic time here would not end within the life of a test run."""
    hostile = '\\"""' * 200_000 + "\\"
    assert len(scanned_comments(Source("app.py", hostile))) <= 1


NGINX = """
# corslint: ignore[any-origin] static files
add_header X OPEN;
add_header Y "# corslint: ignore[any-origin]"; # a comment
"""


def test_nginx_comments() -> None:
    assert cut("nginx.conf", NGINX) == [
        "# corslint: ignore[any-origin] static files",
        "# a comment",
    ]
    assert said(lint(NGINX, "nginx.conf")) == []


def test_nginx_that_cannot_be_read_has_no_comments() -> None:
    assert cut("nginx.conf", "server { # open") == []


def test_other_files_have_no_comments() -> None:
    assert cut("cors.json", "# no\n") == []
