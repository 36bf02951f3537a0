"""YAML as trees: the data that PyYAML reads, every node where it stands, within bounds."""

from __future__ import annotations

from typing import TypeAlias

import pytest
import yaml as pyyaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trees import Plain, assert_inside, plain, walk

from corslint.source import Source, UnreadableSource
from corslint.syntax import yaml_composer
from corslint.syntax.bounds import MAX_DEPTH, MAX_NODES
from corslint.syntax.tree import Mapping, Node, Scalar, Sequence
from corslint.syntax.yaml import parse

MERGE = "tag:yaml.org,2002:merge"


class Texts(pyyaml.SafeLoader):
    """Reads every scalar as text and follows merge keys: the independent reader."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        sign: [rule for rule in rules if rule[0] == MERGE]
        for sign, rules in pyyaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def documents(text: str) -> tuple[Node, ...]:
    return parse(Source("a.yml", text))


def document(text: str) -> Node:
    [only] = documents(text)
    return only


def mapping(text: str) -> Mapping:
    found = document(text)
    assert isinstance(found, Mapping)
    return found


def broken(text: str) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        documents(text)
    return caught.value


SCALARS = st.text(max_size=12) | st.sampled_from(
    ["<<", "yes", "null", "~", "1", "*", "&a", "a: b", "# c", "https://a.example:1", "é😀"]
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=400)
@given(DATA, st.booleans(), st.sampled_from([None, "'", '"', "|", ">"]))
def test_dumped_data_comes_back(data: Plain, flow: bool, style: str | None) -> None:
    text = pyyaml.safe_dump(data, default_flow_style=flow, default_style=style, width=30)
    assert plain(document(text)) == data


TOKENS = [
    *("a", "b", "c", "é", "😀", "1", " ", "  ", "\n", "\n", "\n  ", "\n- ", "\na: "),
    *(
        "- ",
        "? ",
        ": ",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "&x ",
        "&y ",
        "*x",
        "*y",
        "!t ",
        "!!str ",
    ),
    *(
        "'",
        '"',
        "|\n",
        ">-\n",
        " # c",
        "<<: ",
        "---\n",
        "...\n",
        "\t",
        "\r\n",
        "%",
        "\ufeff",
    ),
]
SOUP = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)


@settings(max_examples=1000)
@given(SOUP)
@example("a: &x {b: c}\nd: {<<: *x, e: f}\n")
@example("a: &x !!str  # c\n  b\nc: *x\n")
@example("- &x [a]\n- &y\n- [&x ,b, *x]\n")
def test_any_text_is_read_as_pyyaml_composes_it(text: str) -> None:
    try:
        expected = [shape(node) for node in pyyaml.compose_all(text, pyyaml.CSafeLoader)]
    except pyyaml.YAMLError as error:
        # Its composer refuses a second anchor of one name; YAML 1.2.2 (7.1) does not.
        if "duplicate anchor" not in str(error):
            broken(text)
        return
    except RecursionError:
        assert "contains itself" in broken(text).reason
        return
    assert [our_shape(node) for node in documents(text)] == expected


Shape: TypeAlias = "tuple[str, object]"


def shape(node: pyyaml.Node) -> Shape:
    match node:
        case pyyaml.ScalarNode(value=value):
            return ("scalar", value)
        case pyyaml.SequenceNode(value=items):
            return ("sequence", [shape(item) for item in items])
        case pyyaml.MappingNode(value=pairs):
            kept = [
                (shape(key), shape(value))
                for key, value in pairs
                if not (key.tag == MERGE and merges(value))
            ]
            return ("mapping", kept)
        case _:
            raise AssertionError(node)


def merges(value: pyyaml.Node) -> bool:
    items = value.value if isinstance(value, pyyaml.SequenceNode) else [value]
    return all(isinstance(item, pyyaml.MappingNode) for item in items)


def our_shape(node: Node) -> Shape:
    match node:
        case Scalar(text):
            return ("scalar", text)
        case Sequence(items):
            return ("sequence", [our_shape(item) for item in items])
        case Mapping(pairs):
            return ("mapping", [(our_shape(p.key), our_shape(p.value)) for p in pairs])


@settings(max_examples=1000)
@given(SOUP)
@example("k: &x 'v w'   # c\nb: *x\nc: &y\n  k: v\n\nd: |\n  t\n  m\n\ne:\n")
@example("é😀: [a,b , &x ,c]\r\nb: 'x\r\n  y'\r\n")
@example("\ufeff\ufeffa: b\n")
@example("{a: b}: [c: d]\n? - a\n: - b\n")
@example("a\u2028b\u2028")
def test_spans_are_those_of_the_text(text: str) -> None:
    source = Source("a.yml", text)
    try:
        roots = parse(source)
    except UnreadableSource:
        return
    for root in roots:
        for node in walk(root):
            check_place(source, node)


def check_place(source: Source, node: Node) -> None:
    written = source.cut(node.span)
    if node.via:
        assert written.startswith("*")
        return
    match node:
        case Scalar(text, plain=True):
            assert written.split() == text.split()
            assert written == written.strip()
        case Scalar():
            assert written[0] in "|>'\""
            assert written[0] in "|>" or (len(written) > 1 and written[-1] == written[0])
        case Sequence():
            assert written[0] in "[-"
            assert (written[0] == "[") == (written[-1] == "]") or written[0] == "-"
        case Mapping(pairs):
            assert pairs or node.inherited or "<<" in written or written[0] == "{"
    assert_inside(node)


def test_exact_places() -> None:
    text = (
        "x-env: &env   # shared\n"
        "  ORIGINS: &all !!str '*'\n"
        "web:\n"
        "  env: *env\n"
        "  origins: [ *all, https://a.example , ]\n"
        "  note: >-\n"
        "    two\n"
        "    lines\n"
        "\n"
        "last: {}\n"
    )
    source = Source("a.yml", text)
    [root] = parse(source)
    places = [source.cut(node.span) for node in walk(root)]
    assert places[0] == text.rstrip("\n")
    assert places[1:5] == ["x-env", "ORIGINS: &all !!str '*'", "ORIGINS", "'*'"]
    assert places[5] == "web"
    assert places[8] == "*env"
    assert "[ *all, https://a.example , ]" in places
    assert "*all" in places
    assert ">-\n    two\n    lines" in places
    assert places[-1] == "{}"


def test_an_alias_stands_for_its_anchor() -> None:
    source = Source("a.yml", "a: &x [b]\nc: *x\n")
    [root] = parse(source)
    assert isinstance(root, Mapping)
    anchored, alias = root.get("a"), root.get("c")
    assert isinstance(anchored, Sequence)
    assert isinstance(alias, Sequence)
    assert alias.items is anchored.items
    assert [source.cut(place) for place in (alias.span, *alias.via)] == ["*x", "[b]"]


def test_scalars_keep_how_they_were_written() -> None:
    root = document(
        "- yes\n- 'yes'\n- 0o17\n- null\n- ~\n-\n- !Sub 'x'\n- !!str 1\n- |\n  x\n"
    )
    assert isinstance(root, Sequence)
    assert [
        (item.text, item.plain, item.tag) for item in root.items if isinstance(item, Scalar)
    ] == [
        ("yes", True, None),
        ("yes", False, None),
        ("0o17", True, None),
        ("null", True, None),
        ("~", True, None),
        ("", True, None),
        ("x", False, "!Sub"),
        ("1", True, "tag:yaml.org,2002:str"),
        ("x\n", False, None),
    ]


def test_repeated_keys_are_kept_and_the_last_holds() -> None:
    root = mapping("a: 1\nb: 2\na: 3\n")
    assert [plain(pair.value) for pair in root.pairs] == ["1", "2", "3"]
    assert plain(root.get("a")) == "3"
    assert root.get("c") is None


def test_keys_need_not_be_scalars() -> None:
    root = mapping("a: {{ .Values.x }}\n")
    template = root.get("a")
    assert isinstance(template, Mapping)
    assert isinstance(template.pairs[0].key, Mapping)
    assert template.named() == {}


MERGED = [
    "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\n",
    "a: &a {x: 1, y: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, x: 3}\n",
    "a: &a {x: 1}\nb: &b {x: 2}\nc: {<<: *a, <<: *b}\n",
    "a: &a {x: 1}\nc: {x: 0, <<: *a, x: 2}\n",
    "a: &a {x: 1, x: 2}\nc: {<<: *a}\n",
    "c: {<<: {x: 1}, y: 2}\n",
    "c: {<<: [], y: 2}\n",
    "c: {'<<': {x: 1}}\n",
]


@pytest.mark.parametrize("text", MERGED)
def test_merge_keys_give_what_pyyaml_gives(text: str) -> None:
    assert plain(document(text)) == pyyaml.load(text, Texts)


def test_merged_pairs_know_where_they_were_merged() -> None:
    source = Source("a.yml", "a: &a\n  x: &v 1\nb: &b {<<: *a}\nc:\n  <<: [*b]\n  y: *v\n")
    [root] = parse(source)
    assert isinstance(root, Mapping)
    merging = root.get("c")
    assert isinstance(merging, Mapping)
    [pair] = merging.inherited
    assert source.cut(pair.value.span) == "1"
    assert [source.cut(place) for place in pair.via] == ["*b", "{<<: *a}", "*a", "x: &v 1"]


def test_a_merge_key_of_something_else_is_a_key() -> None:
    assert plain(document("<<: a\n")) == {"<<": "a"}
    assert plain(document("<<: [{a: b}, c]\n")) == {"<<": [{"a": "b"}, "c"]}


def test_documents_and_their_anchors() -> None:
    text = "%YAML 1.1\n---\n&x a\n--- b\n...\n---\n- c\n"
    assert [plain(node) for node in documents(text)] == ["a", "b", ["c"]]
    assert documents("") == ()
    assert documents("# only a comment\n") == ()
    assert "names no anchor" in broken("--- &x a\n--- *x\n").reason


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("a: b: c\n", "mapping values are not allowed", (1, 5)),
        ("a:\n\tb: 1\n", "cannot start any token", (2, 1)),
        ("é: é\na: \x01\n", "control characters", (2, 4)),
        ("a: *nope\n", "alias `nope` names no anchor", (1, 4)),
        ("&a [*a]\n", "alias `a` contains itself", (1, 5)),
        ("a: &a {<<: *a}\n", "alias `a` contains itself", (1, 12)),
        ("\ufeffa: [\n", "did not find expected node content", (2, 1)),
        ("{{- if x }}\na: b\n", "", (1, 3)),
        ('a: "\ud800"\n', "surrogates not allowed", (1, 1)),
    ],
)
def test_what_is_not_yaml(text: str, reason: str, place: tuple[int, int]) -> None:
    error = broken(text)
    assert reason in error.reason
    assert error.reason.startswith("is not YAML: ")
    assert (error.span.line, error.span.column) == place


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[{a: b}: "])
def test_deep_nesting_ends_at_the_bound(opening: str) -> None:
    error = broken(opening * 100_000)
    assert error.reason == f"is nested more than {MAX_DEPTH} levels deep"


def test_as_deep_as_the_bound_is_read() -> None:
    node = document("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert isinstance(node, Sequence)


def test_many_nodes_end_at_the_bound() -> None:
    assert broken("- a\n" * (MAX_NODES + 1)).reason == f"has more than {MAX_NODES} nodes"


def test_aliases_of_aliases_are_shared() -> None:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 100)]
    assert len(mapping("\n".join(lines)).pairs) == 100


def test_merges_of_merges_stay_small() -> None:
    lines = ["a0: &a0 {x: 1, y: 2}"]
    lines += [
        f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 100)
    ]
    last = mapping("\n".join(lines)).get("a99")
    assert plain(last) == {"x": "1", "y": "2"}


def test_many_merged_pairs_end_at_the_bound() -> None:
    big = "a: &a {" + ", ".join(f"k{n}: v" for n in range(5000)) + "}\n"
    error = broken(big + "".join(f"m{n}: {{<<: *a}}\n" for n in range(100)))
    assert "merges more than" in error.reason


@settings(max_examples=500)
@given(SOUP | st.text(max_size=30))
def test_broken_text_is_broken_somewhere_in_it(text: str) -> None:
    try:
        documents(text)
    except UnreadableSource as error:
        place = (error.span.line, error.span.column)
    else:
        return
    source = Source("a.yml", text)
    assert (1, 1) <= place <= source.position(len(text))


@settings(max_examples=300)
@given(SOUP.map(lambda text: text.replace("\ufeff", "").replace("\t", " ")))
@example("\ufeffa: 'b'\n")
@example("a: &x !!str 'b' # c\nd: |\n  e\n")
def test_without_libyaml_the_trees_are_the_same(text: str) -> None:
    """PyYAML's own parser gives the same events where both read the text."""
    source = Source("a.yml", text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyyaml, "__with_libyaml__", False)
        try:
            alone = yaml_composer.documents(source)
        except UnreadableSource:
            return
    try:
        assert yaml_composer.documents(source) == alone
    except UnreadableSource:
        return
