"""INI files as trees: the values that ``configparser`` reads, every one where it stands."""

from __future__ import annotations

import configparser
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trees import Plain, assert_inside, plain, walk

from corslint.source import Source, UnreadableSource
from corslint.syntax.bounds import MAX_MERGED, MAX_NODES, MAX_SIZE
from corslint.syntax.ini import parse
from corslint.syntax.tree import Mapping, Scalar


def document(text: str) -> Mapping:
    return parse(Source("a.ini", text))


def broken(text: str) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        document(text)
    return caught.value


def section(root: Mapping, name: str) -> Mapping:
    found = root.get(name)
    assert isinstance(found, Mapping)
    return found


def expected(text: str) -> dict[str, dict[str, str]]:
    """What ``configparser`` makes of a file that is opened as text.

    It has a ``[DEFAULT]`` whether it is written or not.
    """
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_file(io.StringIO(text, newline=None))
    return {name: dict(parser[name]) for name in parser}


def read(text: str) -> Plain:
    found = plain(document(text))
    assert isinstance(found, dict)
    return {"DEFAULT": {}, **found}


NAMES = st.text("abAB .é😀%-_", min_size=1, max_size=6).map(str.strip).filter(bool)
VALUES = st.lists(
    st.text("abé😀 =:[]#;%(){},*'\"", max_size=10).map(str.strip), max_size=4
).map("\n".join)
OPTIONS = st.dictionaries(NAMES, VALUES, max_size=4)
SECTIONS = st.dictionaries(NAMES | st.just("DEFAULT"), OPTIONS, max_size=4)


@settings(max_examples=300)
@given(SECTIONS, st.booleans())
def test_written_data_comes_back(sections: dict[str, dict[str, str]], spaced: bool) -> None:
    """As far as ``configparser`` itself reads what it wrote."""
    writer = configparser.RawConfigParser(strict=False, default_section="")
    for name, options in sections.items():
        writer.add_section(name)
        for key, value in options.items():
            writer.set(name, key, value)
    file = io.StringIO()
    writer.write(file, space_around_delimiters=spaced)
    text = file.getvalue()
    try:
        data = expected(text)
    except configparser.Error:
        broken(text)
        return
    assert read(text) == data


TOKENS = [
    *(
        "[a]",
        "[b]",
        "[DEFAULT]",
        "[default]",
        "[]",
        "[[x]]",
        "[a] = b",
        "[",
        "]",
        "[é] ; c",
    ),
    *(
        "a",
        "b",
        "A",
        "key",
        "=",
        ":",
        " = ",
        ": ",
        "é😀",
        "İ",
        "#",
        ";",
        " # c",
        " ; c",
        "%(a)s",
    ),
    *(
        "\n",
        "\n",
        "\n",
        "\n ",
        "\n  ",
        "\n\t",
        "\r\n",
        "\r",
        "\n\n",
        " ",
        "  ",
        "\t",
        "\na = 1\n",
    ),
    *("\x00", "\x0b", "\x0c", "\x1c", "\x85", "\xa0", "\u2028", "\u3000", "\ud800"),
]
SOUP = st.lists(st.sampled_from(TOKENS), max_size=20).map("".join)
TEXTS = (
    SOUP | SOUP.map(lambda text: f"[s]\n{text}") | SOUP.map(lambda text: f"[s]\nk={text}")
)


@settings(max_examples=1500)
@given(TEXTS)
@example("[s]\n k = 1\n  2\n # c\n\n   3\n j: 4\n")
@example("[s]\n\tk =\n\n  # c\n\t\t1\n\n\n\t\t2  \n\n[t]\n")
@example("[DEFAULT]\na = 1\n[s]\na = 2\n[DEFAULT]\nb = 3\n[t]\n")
@example("[DEFAULT]\na = 1\n[DEFAULT]\nA = 1\n")
@example("[s]\na\u2028b = c\u2028d\n \u3000e\n")
@example("[s]\nk = v ; no comment\n; comment\nl = # no comment\n")
def test_any_text_is_read_as_configparser_reads_it(text: str) -> None:
    try:
        data = expected(text)
    except configparser.Error:
        broken(text)
        return
    assert read(text) == data


def as_written(text: str) -> list[str]:
    """The lines of a value as written, without comments and the space around."""
    lines = (line.strip() for line in io.StringIO(text, newline=None))
    return [line for line in lines if line and not line.startswith(("#", ";"))]


@settings(max_examples=1000)
@given(TEXTS | TEXTS.map(lambda text: f"\ufeff{text}"))
@example("\ufeff[é😀] ; c\r\nKey😀 = é\r\n # c\r\n  😀\r\n\r\n")
@example("[s]\nk =\n# c\n  v\n")
@example("[s]\nk = # c\n  ; d\n")
def test_spans_are_those_of_the_text(text: str) -> None:
    source = Source("a.ini", text)
    try:
        root = parse(source)
    except UnreadableSource as error:
        place = (error.span.line, error.span.column)
        assert (1, 1) <= place <= source.position(len(text))
        return
    for node in walk(root):
        assert_inside(node)
    for head in root.pairs:
        assert isinstance(head.key, Scalar)
        assert isinstance(head.value, Mapping)
        assert source.cut(head.key.span) == head.key.text
        assert source.cut(head.value.span).startswith(f"[{head.key.text}]")
        for pair in head.value.pairs:
            assert isinstance(pair.key, Scalar)
            assert isinstance(pair.value, Scalar)
            assert source.cut(pair.key.span).lower() == pair.key.text
            check_value(source, pair.value)


def check_value(source: Source, value: Scalar) -> None:
    """What stands at the place of ``value`` is its first line and those that go on."""
    written = source.cut(value.span)
    assert written == written.strip()
    first, *more = [line for line in value.text.split("\n") if line] or [""]
    assert written.startswith(first)
    assert as_written(written[len(first) :]) == more


def test_exact_places() -> None:
    text = (
        "\ufeff; comment\r\n"
        "[DEFAULT]\r\n"
        "[cors é]  \r\n"
        "Origins  =  https://a.example ,\r\n"
        "    # not this\r\n"
        "\r\n"
        "    https://b.example\r\n"
        "empty:\r\n"
        "😀 = *  \r\n"
        "later =\r\n"
        "  x\r\n"
        "\r\n"
    )
    source = Source("a.ini", text)
    root = parse(source)
    assert source.cut(root.span) == text[text.index("[") : text.index("x\r\n") + 1]
    cors = section(root, "cors é")
    assert [source.cut(node.span) for node in walk(cors)] == [
        text[text.index("[cors") : text.index("x\r\n") + 1],
        "Origins",
        "https://a.example ,\r\n    # not this\r\n\r\n    https://b.example",
        "empty",
        "",
        "😀",
        "*",
        "later",
        "x",
    ]
    empty = cors.get("empty")
    assert empty is not None
    assert (empty.span.line, empty.span.column) == (8, 7)
    assert plain(cors) == {
        "origins": "https://a.example ,\n\nhttps://b.example",
        "empty": "",
        "😀": "*",
        "later": "\nx",
    }


def test_what_a_section_does_not_say_comes_from_default() -> None:
    source = Source("a.ini", "[s]\na = 1\n[DEFAULT]\na = 2\nb = 3\n[t]\n[DEFAULT]\nc = 4\n")
    root = parse(source)
    one = section(root, "s")
    assert [plain(pair.value) for pair in one.pairs] == ["1"]
    assert [plain(pair.value) for pair in one.inherited] == ["3", "4"]
    assert [source.cut(place) for pair in one.inherited for place in pair.via] == [
        "DEFAULT"
    ] * 2
    assert plain(section(root, "t")) == {"a": "2", "b": "3", "c": "4"}
    assert section(root, "DEFAULT").inherited == ()
    assert list(root.named()) == ["s", "DEFAULT", "t"]


def test_all_is_plain() -> None:
    root = document('[s]\nk = "v"\nn = 1 ; one\n')
    assert plain(root) == {"s": {"k": '"v"', "n": "1 ; one"}}
    assert all(node.plain for node in walk(root) if isinstance(node, Scalar))


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n; comments\n", "\ufeff"])
def test_nothing_has_no_sections(text: str) -> None:
    assert plain(document(text)) == {}


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("\n  key = 1\n[s]\n", "this stands before any section", (2, 3)),
        ("[s]\né\n", "neither a `[section]` nor `name = value`", (2, 1)),
        ("[s]\n[]\n", "neither a `[section]` nor `name = value`", (2, 1)),
        ("[s]\n = 1\n", "a value without a name", (2, 2)),
        ("[s]\nKey = 1\nkey: 2\n", "this name stands twice in its section", (3, 1)),
        ("[s]\n[t]\n [s] ; again\n", "this section stands twice", (3, 2)),
        ("[DEFAULT]\na = 1\n[DEFAULT]\na = 2\n", "this name stands twice", (4, 1)),
    ],
)
def test_what_is_not_ini(text: str, reason: str, place: tuple[int, int]) -> None:
    with pytest.raises(configparser.Error):
        expected(text)
    error = broken(text)
    assert error.reason.startswith(f"is not INI: {reason}")
    assert (error.span.line, error.span.column) == place


def test_many_nodes_end_at_the_bound() -> None:
    text = "[s]\n" + "".join(f"{n:x}=\n" for n in range(MAX_NODES // 2))
    assert broken(text).reason == f"has more than {MAX_NODES} nodes"


def test_much_inheritance_ends_at_the_bound() -> None:
    side = int(MAX_MERGED**0.5) + 1
    options = "".join(f"k{n} = v\n" for n in range(side))
    sections = "".join(f"[{n}]\n" for n in range(side))
    assert len(document(sections).pairs) == side
    error = broken(f"[DEFAULT]\n{options}{sections}")
    assert error.reason == f"inherits more than {MAX_MERGED} values"


def test_much_text_is_not_read() -> None:
    assert plain(document("[s]\n" + " " * (MAX_SIZE - 4))) == {"s": {}}
    assert broken("[s]\n" + " " * MAX_SIZE).reason == f"has more than {MAX_SIZE} characters"


@pytest.mark.parametrize(
    "piece", ["[", "[s", "\n", " ", "a", "=", " =", "[s]\n", "k=\n", "\x00", "a  ", "]"]
)
def test_endless_repetition_ends(piece: str) -> None:
    many = piece * ((MAX_SIZE - 4) // len(piece))
    for text in (many, f"[t]\n{many}"):
        try:
            document(text)
        except UnreadableSource:
            continue


def test_a_value_of_many_lines_is_read_in_one_go() -> None:
    lines = MAX_SIZE // 10
    value: Plain = "\n" * lines + "\n".join(["v"] * lines)
    assert plain(document("[s]\nk =" + "\n" * lines + " v\n" * lines)) == {
        "s": {"k": value}
    }
