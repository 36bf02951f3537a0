"""JSON as trees: the data that Python's reader gives, every node where it stands."""

from __future__ import annotations

import json
import re
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trees import assert_inside, walk

from corslint.source import Source, UnreadableSource
from corslint.syntax.bounds import MAX_DEPTH, MAX_NODES, MAX_SIZE
from corslint.syntax.json import parse
from corslint.syntax.tree import Mapping, Node, Scalar, Sequence

HALF = re.compile("[\ud800-\udfff]")


def document(text: str) -> Node:
    return parse(Source("a.json", text))


def mapping(text: str) -> Mapping:
    found = document(text)
    assert isinstance(found, Mapping)
    return found


def broken(text: str) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        document(text)
    return caught.value


def pairs_of(node: Node) -> object:
    """A tree as plain data: mappings are tuples of pairs, plain scalars their values."""
    match node:
        case Scalar(text, plain=True):
            return json.loads(text)
        case Scalar(text):
            return text
        case Sequence(items):
            return [pairs_of(item) for item in items]
        case Mapping(pairs):
            return tuple((pairs_of(pair.key), pairs_of(pair.value)) for pair in pairs)


def expected(text: str) -> object:
    """The same by Python's reader alone."""

    def refuse(word: str) -> object:
        raise ValueError(word)

    return whole(json.loads(text, object_pairs_hook=tuple, parse_constant=refuse))


def whole(value: object) -> object:
    """Halves of surrogate pairs are no text."""
    match value:
        case str():
            return HALF.sub("\ufffd", value)
        case list():
            return [whole(item) for item in value]
        case tuple():
            return tuple(whole(item) for item in value)
        case _:
            return value


TEXTS = st.text(max_size=8) | st.sampled_from(
    [
        "https://a.example:1",
        "// no",
        "/* no */",
        ",]",
        ', "a": [',
        "é😀",
        "\\",
        '"',
        "\ud800",
    ]
)
VALUES = st.recursive(
    TEXTS
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=300)
@given(VALUES | st.none(), st.sampled_from([None, 0, 1, "\t"]), st.booleans())
def test_dumped_data_comes_back(
    data: object, indent: int | str | None, escaped: bool
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=escaped)
    if HALF.search(text):
        broken(text)
    else:
        assert pairs_of(document(text)) == expected(text)


@settings(max_examples=300)
@given(VALUES, st.data())
def test_comments_and_trailing_commas_change_nothing(
    data: object, draw: st.DataObject
) -> None:
    """Put between the tokens that Python's writer lays out a line each."""
    lines = json.dumps(data, indent=0).split("\n")
    gap = st.sampled_from(["", "\n", " // é, ]\n", "/* } , */", "/**/", "//\r", "\r\n"])
    relaxed = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        closes = following[:1] in ("]", "}") and following and line[-1] not in "[{"
        comma = draw.draw(st.sampled_from(["", ","])) if closes else ""
        relaxed += line + draw.draw(gap) + comma + draw.draw(gap) + "\n"
    assert pairs_of(document(relaxed)) == expected("\n".join(lines))


TOKENS = [
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        ", ",
        " ",
        "\n",
        "\r\n",
        "\t",
        '"',
        '"a"',
        '"é😀"',
        '"":',
    ),
    *('"a": 1', "1", "-0", "01", "1.5E+3", "1.", ".5", "+1", "true", "nul", "null", "NaN"),
    *(
        "\\",
        "\\u00e9",
        '"\\ud83d\\ude00"',
        '"\\ud83d"',
        '"\\x"',
        '"\\/"',
        "'a'",
        "a",
        "\x00",
    ),
    *(
        "\x0b",
        "\xa0",
        "\ufeff",
        "\u2028",
        "\ud800",
        '"\x7f"',
        '"\x01"',
        '"\t"',
        "-Infinity",
    ),
]
SOUP = st.lists(st.sampled_from(TOKENS), max_size=14).map("".join)
RELAXATIONS = ["//", "/*", "*/", "/**/", "/*/", "// c\n", ",]", ",}", "//\r"]
RELAXED_SOUP = st.lists(st.sampled_from([*TOKENS, *RELAXATIONS]), max_size=14).map("".join)
TRAILING = re.compile(r",\s*[\]}]")


@settings(max_examples=1500)
@given(SOUP)
@example("[,]")
@example("[1,,]")
@example("{,}")
@example('{"a":,}')
@example('{"a",}')
@example("[1 2,]")
@example(",]")
@example("1,")
@example("[1],")
@example('["\\ud83d", "\\ude00", "\\ud83d\\ude00"]')
@example('{"a": 1, "a": 2}')
def test_any_text_is_read_as_python_reads_it(text: str) -> None:
    """But for the one comma that may stand after the last item."""
    strict = text.removeprefix("\ufeff")
    try:
        assert not HALF.search(strict)
        value = expected(strict)
    except (ValueError, AssertionError):
        if not TRAILING.search(text):
            broken(text)
        return
    assert pairs_of(document(text)) == value


@pytest.mark.parametrize(
    "text",
    ["[,]", "[1,,]", "{,}", '{"a":,}', '{"a",}', "[1 2,]", ",]", "1,", "[,/**/]", "[1,"],
)
def test_a_comma_after_nothing_is_an_error(text: str) -> None:
    assert broken(text).reason.startswith("is not JSON: ")


@settings(max_examples=1000)
@given(RELAXED_SOUP | VALUES.map(lambda data: json.dumps(data, ensure_ascii=False)))
@example('\ufeff["é" ,"😀", 1 , {"é😀" :"b"}]')
@example('[1, // é\n /* 😀 */ "a",]')
@example('["a" // c\r, "b"]')
def test_spans_are_those_of_the_text(text: str) -> None:
    source = Source("a.json", text)
    try:
        root = parse(source)
    except UnreadableSource as error:
        place = (error.span.line, error.span.column)
        assert (1, 1) <= place <= source.position(len(text))
        return
    for node in walk(root):
        assert_inside(node)
        written = source.cut(node.span)
        assert pairs_of(document(written)) == pairs_of(node)
        assert written == written.strip()


def test_exact_places() -> None:
    text = '\ufeff{ // 😀\r\n  "é😀": [ "*" , -1.50 ,],\n\t"b":{}, "b": null\n}\n'
    source = Source("a.json", text)
    places = [source.cut(node.span) for node in walk(parse(source))]
    assert places == [
        text[1:-1],
        '"é😀"',
        '[ "*" , -1.50 ,]',
        '"*"',
        "-1.50",
        '"b"',
        "{}",
        '"b"',
        "null",
    ]


def test_repeated_keys_are_kept_and_the_last_holds() -> None:
    root = mapping('{"a": 1, "b": 2, "a": 3}')
    assert pairs_of(root) == (("a", 1), ("b", 2), ("a", 3))
    assert root.get("a") == root.pairs[2].value


def test_scalars_keep_how_they_were_written() -> None:
    root = document(
        '["true", true, 1.50, "1", null, "\\u002a", "\\ud83d\\ude00", "\\ud83d"]'
    )
    assert isinstance(root, Sequence)
    assert [(item.text, item.plain) for item in root.items if isinstance(item, Scalar)] == [
        ("true", False),
        ("true", True),
        ("1.50", True),
        ("1", False),
        ("null", True),
        ("*", False),
        ("😀", False),
        ("\ufffd", False),
    ]


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("", "Expecting value", (1, 1)),
        ("// only a comment", "Expecting value", (1, 18)),
        ('{\n "é": 1\n "b": 2}', "Expecting ',' delimiter", (3, 2)),
        ("{'a': 1}", "Expecting property name enclosed in double quotes", (1, 2)),
        ("[1] [2]", "Extra data", (1, 5)),
        ('["a', "Unterminated string", (1, 2)),
        ("[1 /* 😀", "Expecting ',' delimiter", (1, 4)),
        ("[/*/]", "Expecting value", (1, 2)),
        ('["\x00"]', "Invalid control character", (1, 3)),
        ("# a\n{}", "Expecting value", (1, 1)),
    ],
)
def test_what_is_not_json(text: str, reason: str, place: tuple[int, int]) -> None:
    error = broken(text)
    assert error.reason.startswith(f"is not JSON: {reason}")
    assert (error.span.line, error.span.column) == place


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_only_python_knows_are_errors(word: str) -> None:
    error = broken(f'{{"é": [1, {word}]}}')
    assert error.reason == "is not JSON: Expecting value"
    assert (error.span.line, error.span.column) == (1, 11)


def test_half_a_surrogate_pair_is_no_text() -> None:
    error = broken('["é", "\ud800"]')
    assert error.reason == "is not text: surrogates not allowed"
    assert (error.span.line, error.span.column) == (1, 8)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"]": ', "[1, /* [ */"])
@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 50_000])
def test_deep_nesting_ends_at_the_bound(opening: str, levels: int) -> None:
    closing = {"[": "]", "{": "}"}
    ends = "".join(
        closing[sign]
        for sign in reversed(re.sub('"[^"]*"|/.*/', "", opening))
        if sign in closing
    )
    error = broken(opening * levels + "0" + ends * levels)
    assert error.reason == f"is nested more than {MAX_DEPTH} levels deep"
    whole_levels, rest = divmod(MAX_DEPTH, len(ends))
    assert error.span.column == len(opening) * whole_levels + rest + 1


def test_as_deep_as_the_bound_is_read() -> None:
    assert isinstance(document("[" * MAX_DEPTH + "]" * MAX_DEPTH), Sequence)


def test_many_nodes_end_at_the_bound() -> None:
    text = "[" + "0," * (MAX_NODES - 1) + "]"
    assert isinstance(document(text), Sequence)
    assert broken(f"[0,{text[1:]}").reason == f"has more than {MAX_NODES} nodes"


def test_much_text_is_not_read() -> None:
    assert document(" " * (MAX_SIZE - 1) + "1")
    assert broken(" " * MAX_SIZE + "1").reason == f"has more than {MAX_SIZE} characters"


def test_a_number_has_as_many_digits_as_it_likes() -> None:
    [digits] = [sys.get_int_max_str_digits() + 1]
    assert pairs_of(document(f'["{"9" * digits}"]')) == ["9" * digits]
    node = document("9" * digits)
    assert isinstance(node, Scalar)
    assert node.text == "9" * digits


@pytest.mark.parametrize(
    "piece",
    [
        "/*",
        "/* ",
        "//",
        '"',
        '"\\',
        ",",
        ",/*",
        "[/*",
        "[ ",
        ", ",
        "[,",
        '{"',
        "\\",
        "*/",
        "\x00",
        "/**/",
        '"a":',
    ],
)
def test_endless_repetition_ends(piece: str) -> None:
    broken(piece * (MAX_SIZE // len(piece)))
