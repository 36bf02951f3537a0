"""TOML as trees: the data that ``tomllib`` reads, every node where it stands."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trees import assert_inside, plain, walk

from corslint.source import Source, UnreadableSource
from corslint.syntax.bounds import MAX_DEPTH, MAX_NODES, MAX_SIZE
from corslint.syntax.toml import parse
from corslint.syntax.toml_values import MAX_PARTS
from corslint.syntax.tree import Mapping, Node, Scalar, Sequence


def document(text: str) -> Mapping:
    return parse(Source("a.toml", text))


def broken(text: str) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        document(text)
    return caught.value


def value_of(written: str) -> object:
    return tomllib.loads(f"v = {written}")["v"]


def data(node: Node) -> object:
    """A tree as Python's reader gives it; every key once."""
    match node:
        case Scalar(text, plain=True):
            return value_of(text)
        case Scalar(text):
            return text
        case Sequence(items):
            return [data(item) for item in items]
        case Mapping(pairs):
            found = {name: data(pair.value) for name, pair in node.named().items()}
            assert len(found) == len(pairs)
            return found


def same(one: object, other: object) -> bool:
    """Equal, in the same order, and not a number is equal to itself."""
    return repr(one) == repr(other)


SCALARS = [
    *(
        "1",
        "+1",
        "-0",
        "1_000",
        "0xdead_BEEF",
        "0o17",
        "0b1",
        "1.5",
        "-1.5e-3",
        "1E+10",
        "6_1.0_2",
    ),
    *("inf", "-inf", "nan", "+nan", "true", "false", "1979-05-27T07:32:00Z", "1979-05-27"),
    *(
        "1979-05-27 07:32:00.999-07:00",
        "07:32:00",
        "00:32:00.123456789",
        "1979-05-27t07:32:00",
    ),
    *(
        '""',
        '"é😀"',
        r'"\b\t\n\f\r\"\\\u00e9\U0001F600"',
        "''",
        r"'C:\x'",
        "'\"'",
        '"[a]"',
        '"# c"',
    ),
    *(
        '"""a"""',
        '"""\na\n"b" ""c\n"""',
        '"""a""""',
        '"""a"""""',
        '"""\\\n  \n\n  b \\ \n c"""',
    ),
    *(
        '""""""',
        "''''''",
        "'''\n\na\\n'b''\n'''",
        "'''a'''''",
        "'''é\n😀'''",
        '"""\r\na\r\nb"""',
    ),
    *('"""[x]\ny = 1"""', "'''\n[[z]]\n'''", '"https://a.example:1"', '"*"', "'a = 1'"),
]
KEYS = [
    *(
        "a",
        "b",
        "c-d",
        "1",
        "1_2",
        "true",
        "inf",
        "1979-05-27",
        "-",
        "A",
        '"a"',
        "'b'",
        '""',
        "''",
    ),
    *('"é 😀"', r'"\u0061"', '"a.b"', "'\"'", r'"\"]\n"', '"#"', "'='", "0x1", "nan"),
]
GAPS = st.sampled_from(["", " ", "\t", "  "])


@st.composite
def keys(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3))
    return f"{draw(GAPS)}.{draw(GAPS)}".join(parts)


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    gap = st.sampled_from(["", " ", "\n", " # é, ]\n", "\r\n\t", "\n\n  # 😀\n  "])
    items = draw(st.lists(inner, max_size=3))
    written = ",".join(f"{draw(gap)}{item}{draw(gap)}" for item in items)
    return f"[{written}{draw(st.sampled_from(['', ','])) if items else ''}{draw(gap)}]"


@st.composite
def inline_tables(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    pairs = draw(st.lists(pairs_of(inner), max_size=3))
    return "{" + ",".join(f"{draw(GAPS)}{pair}{draw(GAPS)}" for pair in pairs) + "}"


@st.composite
def pairs_of(draw: st.DrawFn, value: st.SearchStrategy[str]) -> str:
    return f"{draw(keys())}{draw(GAPS)}={draw(GAPS)}{draw(value)}"


VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: arrays(inner) | inline_tables(inner),
    max_leaves=6,
)


@st.composite
def statements(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(["{}", "{}", "{}", "[{}]", "[[{}]]"]))
    held = draw(keys() if "[" in form else pairs_of(VALUES))
    if "[" in form:
        held = f"{draw(GAPS)}{held}{draw(GAPS)}"
    end = draw(st.sampled_from(["\n", "\r\n", " # é😀 = [\n", "\n\n \n", "\t\n# [c]\n"]))
    return f"{draw(GAPS)}{form.format(held)}{end}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Statements, as long as they agree with those before."""
    text = draw(st.sampled_from(["", "\n", "# é\n"]))
    for statement in draw(st.lists(statements(), max_size=8)):
        if is_toml(text + statement):
            text += statement
    return text.rstrip("\r\n") if draw(st.booleans()) else text


def is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except ValueError:
        return False
    return True


HANDWRITTEN = [
    "",
    "\n# only a comment",
    "a = 1",
    "a.b.c = 1\na.b.d = 2\na.e = 3\nf = 4\n",
    "[a.b]\nx = 1\n[a]\ny = 2\n[a.c]\n",
    "[a.b]\n[c]\n[a.d]\n",
    "[[a]]\nx = 1\n[[a]]\n[[a]]\nx = 3\n[b]\n[[a]]\nx = 4\n",
    "[[a]]\n[[a.b]]\nx = 1\n[[a.b]]\n[a.b.c]\ny = 1\n[[a]]\n[[a.b]]\n",
    "[[a.b]]\n[a]\nc = 1\n",
    "[a]\nb.c = 1\n[a.d]\n",
    "a = {b.c = 1, b.d = {e = [{}, {f = []}]}}\ng = {}\n",
    "a = [[1, [2]], [], [[[]]], [{x = 1}, {x = 2}]]\n",
    '\'x\' = 1\n[""."".\'\']\n"\\t" = 1\n',
    "\r\n[ a . 'b' ]# c\r\n x = 1 \r\n\ty=2",
]


@settings(max_examples=250)
@given(documents())
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_documents_are_read_as_tomllib_reads_them(mark: str, text: str) -> None:
    assert same(data(document(mark + text)), tomllib.loads(text))


@pytest.mark.parametrize("text", HANDWRITTEN)
def test_forms_are_read_as_tomllib_reads_them(text: str) -> None:
    assert same(data(document(text)), tomllib.loads(text))


@pytest.mark.parametrize("written", SCALARS)
def test_every_scalar_is_read_where_it_stands(written: str) -> None:
    source = Source(
        "a.toml", f"é = 0\n'é😀' = [ {written} , 1]#\n".replace("é = 0", "'é' = 0")
    )
    array = parse(source).get("é😀")
    assert isinstance(array, Sequence)
    [scalar, _] = array.items
    assert isinstance(scalar, Scalar)
    assert source.cut(scalar.span) == written
    assert scalar.plain == (written[0] not in "\"'")
    assert scalar.text == (written if scalar.plain else value_of(written))


TOKENS = [
    *(
        "a",
        "b",
        "é",
        "1",
        "=",
        " = ",
        ".",
        ",",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        " ",
        "\n",
        "\n",
    ),
    *(
        '"',
        "'",
        '"""',
        "'''",
        "\\",
        "\\u00e9",
        "#",
        "# c\n",
        "\r\n",
        "\r",
        "\t",
        "true",
        "1.5",
    ),
    *(
        "a = 1\n",
        "[a]\n",
        "[[b]]\n",
        "\n[a.b]\n",
        "{a = 1}",
        "[1, 2]",
        '"x"',
        "😀",
        "\x00",
        "\x7f",
    ),
    *(
        "\ufeff",
        "\ud800",
        "\x0b",
        "\xa0",
        "\u2028",
        "1979-05-27",
        "07:32:00",
        "inf",
        "0x",
        "_",
        "+",
    ),
]
SOUP = st.lists(st.sampled_from(TOKENS), max_size=14).map("".join)


@settings(max_examples=1500)
@given(SOUP | SOUP.map(lambda text: f"a = {text}") | SOUP.map(lambda text: f"[a]\n{text}"))
def test_any_text_is_read_as_tomllib_reads_it(text: str) -> None:
    try:
        expected = tomllib.loads(text.removeprefix("\ufeff"))
        text.encode()
    except ValueError:
        error = broken(text)
        place = (error.span.line, error.span.column)
        assert (1, 1) <= place <= Source("a.toml", text).position(len(text))
        return
    assert same(data(document(text)), expected)


MUTATIONS = st.sampled_from([*TOKENS, ""])


@settings(max_examples=250)
@given(documents(), MUTATIONS, st.data())
def test_nearly_right_text_is_read_as_tomllib_reads_it(
    text: str, piece: str, draw: st.DataObject
) -> None:
    at = draw.draw(st.integers(0, len(text)))
    mutated = text[:at] + piece + text[at + draw.draw(st.integers(0, 2)) :]
    try:
        expected = tomllib.loads(mutated.removeprefix("\ufeff"))
        mutated.encode()
    except ValueError:
        broken(mutated)
        return
    assert same(data(document(mutated)), expected)


def leaves(node: Node) -> Iterator[Scalar]:
    """The scalars that are values."""
    match node:
        case Scalar():
            yield node
        case Sequence(items):
            for item in items:
                yield from leaves(item)
        case Mapping(pairs):
            for pair in pairs:
                yield from leaves(pair.value)


def keys_of(root: Mapping) -> Iterator[Scalar]:
    for node in walk(root):
        if isinstance(node, Mapping):
            yield from (pair.key for pair in node.pairs if isinstance(pair.key, Scalar))


@settings(max_examples=250)
@given(documents())
@example("\ufeff'é😀'.\"\\u0061 é\" = '''é\n😀'''  # 😀\r\n[ 'é' . x ]\ny = [ '😀' , 2 ]\n")
def test_scalars_and_keys_read_the_same_when_cut_out(text: str) -> None:
    source = Source("a.toml", text)
    root = parse(source)
    for scalar in leaves(root):
        written = source.cut(scalar.span)
        assert same(value_of(written), data(scalar))
        assert scalar.text == written if scalar.plain else written[0] in "\"'"
    for key in keys_of(root):
        assert tomllib.loads(f"{source.cut(key.span)} = 0") == {key.text: 0}


@settings(max_examples=150)
@given(documents())
def test_braces_and_brackets_read_the_same_when_cut_out(text: str) -> None:
    source = Source("a.toml", text)
    for node in walk(parse(source)):
        written = source.cut(node.span)
        match node:
            case Sequence() if not written.startswith("[["):
                assert_inside(node)
                assert same(value_of(written), data(node))
            case Mapping() if written.startswith("{"):
                assert_inside(node)
                assert same(value_of(written), data(node))
            case _:
                pass


def places(source: Source) -> dict[str, str]:
    """What stands at the place of each table, by its path."""
    found: dict[str, str] = {}
    todo: list[tuple[str, Node]] = [("", parse(source))]
    while todo:
        path, node = todo.pop()
        match node:
            case Mapping():
                found[path] = source.cut(node.span)
                todo += [
                    (f"{path}.{name}", pair.value) for name, pair in node.named().items()
                ]
            case Sequence(items):
                found[path] = source.cut(node.span)
                todo += [(f"{path}[{index}]", item) for index, item in enumerate(items)]
            case Scalar():
                pass
    return found


def test_a_table_stands_where_its_section_does() -> None:
    text = (
        "\ufeff# c\n"
        "x.y . z = 1 # c\n"
        "x.w = {v.u = 1 , v.t = 2}\n"
        "[a.b] # é😀\n"
        "k = 1\n"
        "\n"
        "# c\n"
        "[d]\n"
        "[[p]]\n"
        "k = [\n"
        "  1 ]  # c\n"
        "[p.q]\n"
        "k = 1\n"
        "[[p]]\n"
        "[a.c]\n"
        "[a.b.e]\n"
        "k = 2\n"
    )
    assert places(Source("a.toml", text)) == {
        "": text[text.index("x") : -1],
        ".x": "y . z = 1 # c\nx.w = {v.u = 1 , v.t = 2}",
        ".x.y": "z = 1",
        ".x.w": "{v.u = 1 , v.t = 2}",
        ".x.w.v": "u = 1 , v.t = 2",
        ".a": text[text.index("[a.b]") : -1],
        ".a.b": "[a.b] # é😀\nk = 1",
        ".a.b.e": "[a.b.e]\nk = 2",
        ".a.c": "[a.c]",
        ".d": "[d]",
        ".p": text[text.index("[[p]]") : text.index("\n[a.c]")],
        ".p[0]": "[[p]]\nk = [\n  1 ]",
        ".p[0].k": "[\n  1 ]",
        ".p[0].q": "[p.q]\nk = 1",
        ".p[1]": "[[p]]",
    }


def test_a_header_after_those_below_it_is_the_place() -> None:
    assert places(Source("a.toml", "[a.b]\nx = 1\n[a]\ny = 2\n"))[".a"] == "[a]\ny = 2"


def test_keys_stand_where_they_were_written_first() -> None:
    source = Source("a.toml", "[a . 'b']\n[a.c]\n[[ \"p\" ]]\n[[p]]\n")
    root = parse(source)
    assert [
        (key.text, source.cut(key.span), key.span.line, key.plain) for key in keys_of(root)
    ] == [
        ("a", "a", 1, True),
        ("p", '"p"', 3, False),
        ("b", "'b'", 1, False),
        ("c", "c", 2, True),
    ]


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("a = 1\na = 2\n", "Cannot overwrite a value", (2, 6)),
        ("[a]\n[b]\n[a]\n", "Cannot declare ('a',) twice", (3, 3)),
        ("\ufeffa = é\n", "Invalid value", (1, 6)),
        ("x = 1\r\n\r\n  a = é\r\n", "Invalid value", (3, 7)),
        ("a = [1,\n", "Invalid value", (2, 1)),
        ("a = [1\n", "Unclosed array", (2, 1)),
        ('a = "x', "Unterminated string", (1, 7)),
        ("a = 1\rb = 2\n", "Expected newline or end of document after a statement", (1, 6)),
        ("a = '\x00'\n", "Found invalid character '\\x00'", (1, 6)),
        ("{{ a }}\n", "Invalid statement", (1, 1)),
        ("é = 1\n", "Invalid statement", (1, 1)),
    ],
)
def test_what_is_not_toml(text: str, reason: str, place: tuple[int, int]) -> None:
    error = broken(text)
    assert error.reason == f"is not TOML: {reason}"
    assert (error.span.line, error.span.column) == place


def test_half_a_surrogate_pair_is_no_text() -> None:
    error = broken("a = 'é'\nb = '\ud800'")
    assert error.reason == "is not text: surrogates not allowed"
    assert (error.span.line, error.span.column) == (2, 6)


def test_an_integer_of_too_many_digits_is_an_error() -> None:
    error = broken(f"a = {'9' * (sys.get_int_max_str_digits() + 1)}\n")
    assert error.reason.startswith("is not TOML: Exceeds the limit")


@pytest.mark.parametrize("opening", ["[", "{a=", "[{a.b=", "[ # [\n"])
@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 50_000])
def test_deep_nesting_ends_at_the_bound(opening: str, levels: int) -> None:
    closing = {"[": "]", "{": "}"}
    ends = [closing[sign] for sign in reversed(opening.split("#")[0]) if sign in closing]
    error = broken(f"a = {opening * levels}0{''.join(ends) * levels}")
    assert error.reason == f"is nested more than {MAX_DEPTH} levels deep"


def test_the_place_of_deep_nesting_is_the_bracket_past_the_bound() -> None:
    strings = 'x = [\'[\', "[\\"[", \'\'\'[[\'\'\', """["["""] # [\n'
    error = broken(f"{strings}a = {'[' * 10_000}{']' * 10_000}\n")
    assert (error.span.line, error.span.column) == (2, 4 + MAX_DEPTH + 1)


def test_as_deep_as_the_bound_is_read() -> None:
    assert document("a = " + "[" * MAX_DEPTH + "]" * MAX_DEPTH).pairs


@pytest.mark.parametrize(
    "form", ["{} = 1", "[{}]", "[[{}]]", "a = {{{} = 1}}", "a = [1, {{ {} = 1}}]"]
)
@pytest.mark.parametrize("part", ["a", "'.'", '"\\""', "a "])
def test_long_keys_end_at_the_bound(form: str, part: str) -> None:
    assert document(form.format(".".join([part] * MAX_PARTS)))
    for parts in (MAX_PARTS + 1, 100_000):
        error = broken(form.format(".".join([part] * parts)))
        assert error.reason == f"has a key of more than {MAX_PARTS} parts"


def test_a_long_dotted_text_is_no_key() -> None:
    text = ".".join("a" * 2 * MAX_PARTS)
    assert plain(document(f"a = '{text}' # {text}\n")) == {"a": text}


def test_many_nodes_end_at_the_bound() -> None:
    text = f"a = [{'0,' * (MAX_NODES - 2)}"
    assert document(f"{text}]").pairs
    assert broken(f"{text}0]").reason == f"has more than {MAX_NODES} nodes"


def test_much_text_is_not_read() -> None:
    assert plain(document("#" * MAX_SIZE)) == {}
    assert broken("#" * MAX_SIZE + "#").reason == f"has more than {MAX_SIZE} characters"


LONG = ".".join("k" * MAX_PARTS)
PIECES = [
    *(
        "[",
        "['",
        "[a.",
        "[[a]]\n",
        "[a%]\n",
        "[[a]]\n[a.b%]\n",
        "a%=1\n",
        "a.b%=1\n",
        "{a=",
        ",",
        "#",
    ),
    *(
        '"',
        "'",
        '"a".',
        '"""',
        "'''",
        "\\",
        '"\\',
        "\n",
        "\x00",
        "a",
        " ",
        "1",
        "1.",
        "a = [",
        "é",
    ),
]


@pytest.mark.parametrize(
    "head", ["", "a = ", f"[{LONG}]\n", 'a = """', "a = '", 'a = "', "a = ["]
)
@pytest.mark.parametrize("piece", PIECES)
def test_endless_repetition_ends(head: str, piece: str) -> None:
    count = MAX_SIZE // 10 // len(piece)
    try:
        document(head + "".join(piece.replace("%", str(n)) for n in range(count)))
    except UnreadableSource:
        return
