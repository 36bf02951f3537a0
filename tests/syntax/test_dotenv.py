"""Dotenv files: the names and values that python-dotenv reads, and where they stand."""

from __future__ import annotations

import io

import dotenv as python_dotenv
import pytest
from dotenv.parser import parse_stream
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corslint.source import Source
from corslint.syntax.dotenv import MAX_VALUE, Binding, bindings, parse

TOKENS = [
    *("A", "B", "é", "=", "==", " ", "\t", "\n", "\r\n", "\r", "\x0b", "\xa0", "\x85"),
    *("'", '"', "\\", "\\n", "\\'", '\\"', "\\\\", "\\x", "#", " #", "export ", "export"),
    *("$", "${A}", "${B}", "${", "}", ":-", "x", "https://a.example", ",", "*", "\ufeff"),
]
FILES = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)


def read(text: str) -> tuple[Binding, ...]:
    return parse(Source(".env", text))


def values(text: str) -> list[tuple[str, str | None]]:
    return [(one.name, one.value) for one in read(text)]


def by_python_dotenv(text: str) -> list[tuple[str, str | None]]:
    """What its parser reads from a file, opened in text mode as it does."""
    stream = io.StringIO(text, newline=None)
    return [(one.key, one.value) for one in parse_stream(stream) if one.key is not None]


@settings(max_examples=1500)
@given(FILES)
@example("A='x\r\ny'\r\n'k\re'=1")
@example("A= # c\nB=#c\nC = x # c\nD='x' # c\nE='x'y\n")
@example("export\nexport A\nexport =1\n=1\nA B=1\n")
def test_names_and_values_are_those_of_python_dotenv(text: str) -> None:
    found = [(one.name, one.value) for one in bindings(Source(".env", text))]
    assert found == by_python_dotenv(text)


@settings(max_examples=500)
@given(st.text(max_size=60))
def test_any_text_is_read_as_python_dotenv_reads_it(text: str) -> None:
    found = [(one.name, one.value) for one in bindings(Source(".env", text))]
    assert found == by_python_dotenv(text)


@settings(max_examples=500)
@given(FILES)
def test_spans_are_where_names_and_values_stand(text: str) -> None:
    source = Source(".env", text)
    for one in bindings(source):
        assert source.cut(one.span).replace("\r\n", "\n").replace("\r", "\n") == one.name
        if one.value_span is None:
            assert one.value is None
            continue
        written = source.cut(one.value_span)
        assert (one.span.line, one.span.column) < (
            one.value_span.line,
            one.value_span.column,
        )
        if "\\" not in written and "\r" not in written:
            bare = written[1:-1] if written[:1] in ("'", '"') else written
            assert bare == one.value


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["CORS_TEST_A", "CORS_TEST_B", "CORS_TEST_C"]),
        st.lists(
            st.sampled_from(
                ["x", "$y", "${CORS_TEST_A}", "${CORS_TEST_B}", "${a:-d}", "${", "}", ":"]
            ),
            max_size=4,
        ).map("".join),
    ),
    max_size=6,
)


@settings(max_examples=500)
@given(ENTRIES)
def test_a_known_value_is_what_python_dotenv_fills_in(
    entries: list[tuple[str, str]],
) -> None:
    text = "".join(f"{name}={value}\n" for name, value in entries)
    expected = python_dotenv.dotenv_values(stream=io.StringIO(text))
    for name, value in dict(values(text)).items():
        assert value is None or value == expected[name]


def test_references() -> None:
    text = (
        "HOST=a.example\n"
        "ORIGIN=https://${HOST}:${PORT}\n"
        "SECURE='https://${HOST}'\n"
        "TWICE=${SECURE},${SECURE}\n"
        "BEHIND=${ORIGIN}\n"
        "DEFAULT=${OTHER:-x}\n"
        "ITSELF=${ITSELF}\n"
        "LITERAL=$HOST\n"
        "NOTHING=${}\n"
    )
    found = {one.name: one for one in read(text)}
    assert {name: one.value for name, one in found.items()} == {
        "HOST": "a.example",
        "ORIGIN": None,
        "SECURE": "https://a.example",
        "TWICE": "https://a.example,https://a.example",
        "BEHIND": None,
        "DEFAULT": None,
        "ITSELF": None,
        "LITERAL": "$HOST",
        "NOTHING": None,
    }
    assert found["ORIGIN"].reason == "it depends on `PORT`"
    assert found["BEHIND"].reason == "it depends on `ORIGIN`"


def test_a_name_alone_binds_nothing() -> None:
    [one] = read("export ORIGINS\n")
    assert (one.name, one.value, one.value_span) == ("ORIGINS", None, None)


def test_references_do_not_grow_without_bounds() -> None:
    text = "A0=xxxxxxxxxx\n" + "".join(
        f"A{n}={f'${{A{n - 1}}}' * 10}\n" for n in range(1, 50)
    )
    found = read(text)
    assert len(found) == 50
    assert found[2].value == "x" * 1000
    assert all(len(one.value or "") <= MAX_VALUE for one in found)
    assert found[-1].value is None


def test_a_file_of_references_stays_small() -> None:
    text = f"A={'x' * 4000}\n" + "B=${A}\n" * 30_000
    assert sum(len(one.value or "") for one in read(text)) < 1_100_000


@pytest.mark.parametrize(
    "text",
    [
        'A="',
        "A='\\",
        "'",
        "export ",
        "${",
        "A=" + " " * 100,
        "A=${",
        "A=" + "${a:-" * 800 + "\n",
        "A=" + "${" * 2000 + "\n",
        'A="\\',
        "\x00",
        "\ud800=\udfff\n",
    ],
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    read(text * (100_000 // len(text)))
