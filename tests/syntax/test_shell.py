"""Command lines: the words that bash and dash give to programs, and where they stand."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from stepping import steps

from corslint.source import Source
from corslint.syntax.shell import commands
from corslint.syntax.unexpanded import words
from corslint.syntax.words import Command

SHELLS = [shell for shell in ("bash", "dash") if shutil.which(shell)]
"""On a system that runs the tests bash is one of them."""
# One line is written at once, so that what runs side by side does not mix.
SHOW = r"""mark=$(printf '\1')
show() { line=; for each; do line=$line$each$mark; done; printf '%s\2' "$line" >&9; }
exec 9>&1 >/dev/null 2>&1 </dev/null
"""

PIECES = [
    *("a", "b=c", "--x=", "https://a.example", "é", "*", "?", "[a]", "~", ":", "#", "!"),
    *("'a b'", "'\"*\"'", "''", '""', '"a b"', '"["', "'$a'", "\\ ", "\\'", '\\"', "\\\\"),
    *("\\$", "\\*", "\\\n", '"a\\\nb"', '"\\a\\$\\`"', "$", '"$"', "{", "}", "{a,b}", ","),
    *("${U:-d}", '"${U:-d}"', "${U-}", "${U:-a b}", '"${U:-a b}"', '"${U:-[\\"*\\"]}"'),
    *("$U", "${U}", '"$U"', "$(echo ')')", '"$(echo ")")"', "`echo a`", "$((1 << 2))"),
    *("${U:-'}'}", '"${U:-"}"}"', "$(case a in a) echo b;; esac)", "$'a'", "..", "2", "%"),
    *("${U:-*}", "${U:-~}", "@", "-", "=", "\\{", "$(echo # )\n)", "^", "/", "."),
]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
BLANKS = st.sampled_from([" ", "  ", "\t", " \\\n "])
LINES = st.lists(st.tuples(BLANKS, WORDS), max_size=5).map(
    lambda found: "show" + "".join(blank + one for blank, one in found)
)
AROUND = [
    *("{0}", "{0} # it's (\n", "{0} >/dev/null", "{0} 2>&1", ">/dev/null {0}", "{0} &"),
    *("{0} | cat", "! {0}", "if {0}; then {0}; fi", "while {0}; do {0}; break; done"),
    *("( {0} )", "{{ {0}; }}", "A=1 B='x y' {0}", "for i in a b; do {0}; done"),
    *("case a in b|c) no;; (a) {0};; esac", "case a in\n b)\n no\n;;\n*)\n{0}\nesac"),
    *("cat <<E\nshow '\nE\n{0}", "cat <<-'E F'\nshow \"\n\tE F\n{0}", "f() {{ {0}; }}; f"),
    *("{0} && {0}", "{0} || no", "{0};{0}", "cat <<A <<B\n(\nA\n'\nB\n{0}", "( ({0}) )"),
    *("case a\nin\n b) no;; a) {0};; esac", "case a in(b) no;;(a){0};;esac; {0}"),
    *("[ a = b ] || {0}", "X=$(no; (no) # )\n) ; {0}", "echo $(cat <<E\n)\nE\n); {0}"),
]
OF_BASH = [
    *("if (( 1 << 2 )); then {0}; fi", "A=(x 'y)' (z)\n# )\n) ; {0}", "A+=() ; {0}"),
    *("[[ a < b && (a != b) ]] && {0}", "[[ a =~ ^(show|b)$ ]]; {0}", "cat <(no) ; {0}"),
    *(
        "for ((i = 0; i < 2; i++)); do {0}; done",
        "function f {{ {0}; }}; f",
        "cat <<<x; {0}",
    ),
    *("if [[\n a = a ||\n b = c\n]]; then {0}; fi", "[[ a = a ]] && {0}; {0}"),
    *("{0} &>/dev/null", "((show)); {0}", "select i in show; do {0}; break; done <<<1"),
]


def scripts(around: list[str]) -> st.SearchStrategy[str]:
    one = st.tuples(st.sampled_from(around), LINES)
    lines = st.lists(one.map(lambda each: each[0].format(each[1])), min_size=1, max_size=3)
    return lines.map("\n".join)


NO_SHELL = st.text(alphabet="ab'\"\\$`{}()<>|&;# \n\t*!=[]-:\0\ud800é", max_size=60)


def read(text: str) -> list[Command]:
    return list(commands(text, Source("run.sh", text).span))


def shown(text: str) -> list[list[str | None]]:
    """What is given to ``show``, None for what cannot be told."""
    found = [[word.text for word in command] for command in read(text)]
    return [line[line.index("show") + 1 :] for line in found if "show" in line]


def by(shell: str, text: str, folder: Path) -> list[list[str]] | None:
    """What the shell gives to ``show``; None where it does not take the text."""
    whole = subprocess.run(
        [shell, "-n", "-c", text], cwd=folder, capture_output=True, check=False, text=True
    )
    if whole.returncode:
        return None
    ran = subprocess.run(
        [shell, "-c", SHOW + text + "\nwait\n"],
        cwd=folder,
        capture_output=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/root"},
    )
    lines = ran.stdout.decode().split("\2")[:-1]
    return [line.split("\1")[:-1] for line in lines]


def agree(known: list[str | None], given: list[str]) -> bool:
    """Whether these are the words, each unknown one being any number of them."""
    if not known:
        return not given
    if known[0] is None:
        return any(agree(known[1:], given[count:]) for count in range(len(given) + 1))
    return bool(given) and known[0] == given[0] and agree(known[1:], given[1:])


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


def compare(shell: str, text: str, folder: Path) -> None:
    given = by(shell, text, folder)
    assume(given is not None)
    found = shown(text)
    for line in given or ():
        assert any(agree(known, line) for known in found), (line, found)
    for known in found:
        assert any(agree(known, line) for line in given or ()), (known, given)


@pytest.mark.parametrize("shell", SHELLS)
@settings(max_examples=250, deadline=None)
@given(text=scripts(AROUND))
def test_words_are_those_of_a_shell(shell: str, text: str, empty: Path) -> None:
    compare(shell, text, empty)


@pytest.mark.parametrize("shell", SHELLS[:1])
@settings(max_examples=250, deadline=None)
@given(text=scripts(AROUND + OF_BASH))
def test_what_only_bash_has(shell: str, text: str, empty: Path) -> None:
    compare(shell, text, empty)


@settings(max_examples=400)
@given(text=scripts(AROUND))
def test_spans_are_the_words_as_written(text: str) -> None:
    source = Source("run.sh", text)
    for command in commands(text, source.span):
        for word in command:
            written = source.cut(word.span)
            assert written.strip() == written or written.endswith("\\ ")
            again = read(f"x {written}\n")
            assert [one.text for one in again[0][1:]] == [word.text]


@settings(max_examples=600)
@given(text=NO_SHELL)
@example("a <<E")
@example("a <<E\n")
@example("a <<")
@example("a >")
@example("case")
@example("A=(")
@example("a\\")
def test_any_text_is_read(text: str) -> None:
    source = Source("run.sh", text)
    for command in [*commands(text, source.span), words(text, source.span)]:
        assert all(source.cut(word.span) for word in command)


ENDLESS = [
    *(
        "'",
        '"',
        "`",
        "$(",
        "${",
        "((",
        "$((",
        "(",
        ")",
        "{",
        "[",
        "[[ ",
        "<",
        "<<",
        "<(",
        "\\",
    ),
    *(
        "${a:-",
        '${a:-"',
        '"${a',
        '"$(',
        "$'",
        '$"',
        "<<a ",
        "<<a\n",
        "a ",
        "a\n",
        ";;",
        "a=(",
    ),
    *(
        "case a in ",
        "esac ",
        "for ",
        "function ",
        "\0",
        "\ud800",
        "*",
        "~",
        "{a,",
        "}",
        "#",
        "a=~:",
    ),
    *(
        "${a:-b} ",
        "$((a) (",
        "((a)",
        "((a))",
        "if ",
        "!",
        "&>",
        "\\\n",
        "\t",
        "\r",
        "echo <<\\'",
    ),
]


@pytest.mark.parametrize("again", ENDLESS)
def test_work_grows_with_the_text_only(again: str) -> None:
    """Twice the text takes about twice the steps."""
    short, long = (steps(reading(again * (size // len(again)))) for size in (4000, 8000))
    assert long <= 2.5 * short + 100


def reading(text: str) -> Callable[[], object]:
    return lambda: read(text)
