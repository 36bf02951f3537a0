"""nginx text as a tree: words as nginx cuts them, each with its exact place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corslint.source import Source, UnreadableSource
from corslint.syntax.nginx import MAX_DEPTH, MAX_WORDS, Directive, Tree, Word, parse


def tree_of(text: str) -> Tree:
    return parse(Source("nginx.conf", text))


def words_of(text: str) -> list[list[str]]:
    """The words of every statement, outer ones first."""
    return [
        [word.text for word in all_words(one)] for one in walk(tree_of(text).directives)
    ]


def all_words(directive: Directive) -> tuple[Word, ...]:
    return (directive.name, *directive.words)


def walk(directives: Sequence[Directive]) -> Iterator[Directive]:
    waiting = list(reversed(directives))
    while waiting:
        directive = waiting.pop()
        yield directive
        waiting.extend(reversed(directive.block or ()))


def broken(text: str) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        tree_of(text)
    return caught.value


def test_statements_and_blocks() -> None:
    text = "server {\n  listen 80;\n  location /api/ { return 204; }\n}\n"
    assert words_of(text) == [
        ["server"],
        ["listen", "80"],
        ["location", "/api/"],
        ["return", "204"],
    ]
    [server] = tree_of(text).directives
    assert server.block is not None
    assert [one.block is None for one in server.block] == [True, False]


def test_spans_are_those_of_the_text() -> None:
    text = "server {\n\tadd_header  'A B'\t$x always ;\n}"
    source = Source("nginx.conf", text)
    [server] = parse(source).directives
    [header] = server.block or ()
    assert source.cut(server.span) == text
    assert source.cut(header.span) == "add_header  'A B'\t$x always ;"
    assert [source.cut(word.span) for word in all_words(header)] == [
        "add_header",
        "'A B'",
        "$x",
        "always",
    ]
    assert [word.quoted for word in header.words] == [True, False, False]
    place = header.words[1].span
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 20, 2, 22)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("'a b'", "a b"),
        ('"a b"', "a b"),
        ('"it\'s"', "it's"),
        (r"\"a\"", '"a"'),
        (r'"a \"b\" c"', 'a "b" c'),
        (r"'a \'b\''", "a 'b'"),
        (r"a\ b", r"a\ b"),
        (r"a\;b", r"a\;b"),
        (r"a\\b", r"a\b"),
        (r"^https://a\.b$", r"^https://a\.b$"),
        (r'"^a\.b{2,3}$"', r"^a\.b{2,3}$"),
        ("a#b", "a#b"),
        ("a'b'", "a'b'"),
        ("${x}y", "${x}y"),
        ("'a;b{c}'", "a;b{c}"),
        ('"a\n  b"', "a\n  b"),
        (r'"a\tb\nc"', "a\tb\nc"),
        ("a}", "a}"),
        ('""', ""),
    ],
)
def test_a_word_is_what_nginx_makes_of_it(written: str, read: str) -> None:
    source = Source("nginx.conf", f"set $a {written};")
    [statement] = parse(source).directives
    assert [word.text for word in statement.words] == ["$a", read]
    assert source.cut(statement.words[1].span) == written


def test_conditions_keep_their_parentheses() -> None:
    text = 'if ($http_origin ~* (a|b)){ } if ( $x = "c d" ) { } if ($y = "e"){ }'
    assert words_of(text) == [
        ["if", "($http_origin", "~*", "(a|b))"],
        ["if", "(", "$x", "=", "c d", ")"],
        ["if", "($y", "=", "e", ")"],
    ]


def test_comments_are_kept_and_never_words() -> None:
    source = Source("nginx.conf", "a b; # corslint: ignore[x]\n#c d;\ne '#' f#g;")
    tree = parse(source)
    assert [comment.text for comment in tree.comments] == [
        "# corslint: ignore[x]",
        "#c d;",
    ]
    assert [source.cut(one.span) for one in tree.comments] == [
        one.text for one in tree.comments
    ]
    assert words_of(source.text) == [["a", "b"], ["e", "#", "f#g"]]


def test_line_ends_of_every_kind() -> None:
    source = Source("nginx.conf", "\ufeffa b;\r\n# c\r\nd\r\n  e;\rf;\n")
    tree = parse(source)
    assert [one.name.text for one in tree.directives] == ["a", "d", "f"]
    assert [comment.text for comment in tree.comments] == ["# c"]
    assert [one.span.line for one in tree.directives] == [1, 3, 5]
    assert tree.directives[1].words[0].span.line == 4


LUA = """
location / {
    content_by_lua_block {
        -- a brace } in a comment, and --[[ a long } one ]]
        local text = "a } brace" .. 'another } \\' one' .. [==[ a ]] } long one ]==]
        local nested = { { 1 }, 2 }
    }
    add_header A b;
}
"""


def test_lua_is_one_word() -> None:
    source = Source("nginx.conf", LUA)
    [location] = parse(source).directives
    lua, header = location.block or ()
    assert lua.block is None
    assert lua.words[0].text.strip().endswith("2 }")
    assert source.cut(lua.words[0].span) == lua.words[0].text
    assert [word.text for word in header.words] == ["A", "b"]


def test_templates_are_read() -> None:
    text = """
    {% if tls %}
    add_header A {{ cors.origin }};
    {% else %}
    add_header B "{{ origins["main"] }}";{# a note with ; and } #}
    {%- endif %}
    {{ extra_statements }}
    {{- range .Values.origins }}
    "{{ . }}" $http_origin;
    {{ . | quote }} $http_origin;
    {{- end }}
    <% if @cors %>
    add_header C <%= @origin %>;
    <% end %>
    %{ if var.cors ~}
    add_header D ${join(",", var.origins)} always;
    add_header E "${var.x["y"]}";
    %{ endif ~}
    add_header F ${CORS_ORIGIN} $${escaped};
    """
    assert words_of(text) == [
        ["add_header", "A", "{{ cors.origin }}"],
        ["add_header", "B", '{{ origins["main"] }}'],
        ["{{ . }}", "$http_origin"],
        ["{{ . | quote }}", "$http_origin"],
        ["add_header", "C", "<%= @origin %>"],
        ["add_header", "D", '${join(",", var.origins)}', "always"],
        ["add_header", "E", '${var.x["y"]}'],
        ["add_header", "F", "${CORS_ORIGIN}", "$${escaped}"],
    ]
    source = Source("nginx.conf", text)
    controls = [source.cut(span) for span in parse(source).controls]
    assert controls[:3] == [
        "{% if tls %}",
        "{% else %}",
        "{# a note with ; and } #}",
    ]
    assert "{{ extra_statements }}" in controls


@pytest.mark.parametrize(
    ("text", "reason", "line", "column"),
    [
        ("a {\n b;\n", "has no end", 1, 1),
        ("a b", "has no end", 1, 1),
        ("a {\n}\n}", "has an unexpected `}`", 3, 1),
        ("a\n}", "has an unexpected `}`", 2, 1),
        (";", "has an unexpected `;`", 1, 1),
        ("a { { } }", "has an unexpected `{`", 1, 5),
        ("a 'b;\n}", "has a quote that is never closed", 1, 3),
        ('a "b"c;', "has text right after a closing quote", 1, 6),
        ("a b \\", "ends in a backslash", 1, 5),
        ("\\", "ends in a backslash", 1, 1),
        ("x_by_lua_block {\n '}' ", "has a Lua block that is never closed", 1, 16),
        ("x_by_lua_block { [[ } ", "has a Lua block that is never closed", 1, 16),
    ],
)
def test_broken_text_is_refused_with_a_place(
    text: str, reason: str, line: int, column: int
) -> None:
    error = broken(text)
    assert error.reason.startswith(reason)
    assert (error.span.line, error.span.column) == (line, column)


def test_depth_is_bounded() -> None:
    inside = "a {" * MAX_DEPTH + "}" * MAX_DEPTH
    assert len(list(walk(tree_of(inside).directives))) == MAX_DEPTH
    error = broken("a {" * 5_000 + "}" * 5_000)
    assert error.reason == f"nests more than {MAX_DEPTH} blocks"
    assert error.span.column == 3 * MAX_DEPTH + 3


def test_words_are_bounded() -> None:
    assert broken("a " * (MAX_WORDS + 1) + ";").reason.startswith("has more than")


LINE = 'location /api/ { add_header X-Frame-Options "DENY" always; }\n'


def test_a_file_of_a_megabyte() -> None:
    text = LINE * (1_000_000 // len(LINE))
    tree = tree_of(text)
    assert len(tree.directives) == text.count("\n")
    assert tree.directives[-1].span.line == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "{" * 1_000_000,
        "a " + "{{" * 500_000 + ";",
        "a '" + "{{" * 500_000 + "';",
        "a " + "{% " * 300_000,
        "a " + "${" * 500_000,
        'a "' + "${ " * 300_000 + '";',
        "a <%" * 250_000,
        "%{" * 500_000,
        "\\" * 1_000_001,
        "'" * 1_000_001,
        "#" * 1_000_000,
        "x_by_lua_block {" + "[[" * 500_000,
        "x_by_lua_block {" + "--[" * 300_000,
        "x_by_lua_block {" + '"\\\n' * 300_000,
    ],
    ids=lambda text: text[:18],
)
def test_a_hostile_megabyte_ends(text: str) -> None:
    assert isinstance(outcome(Source("nginx.conf", text)), Tree | UnreadableSource)


SNIPPETS = st.sampled_from(
    (
        "server {",
        "}",
        ";",
        "add_header",
        "Access-Control-Allow-Origin",
        "$http_origin",
        "'",
        '"',
        "\\",
        "#",
        "\n",
        "\r\n",
        " ",
        "{{ x }}",
        "{{",
        "}}",
        "{% if x %}",
        "{#",
        "<%= y %>",
        "${A}",
        "${",
        "content_by_lua_block {",
        "[[",
        "]]",
        "--",
        "if ($http_origin ~* (a|b)) {",
        "~^https://",
        "\ufeff",
        "\u00fc",
        "\x00",
        "\U0001f600",
    )
)
TEXTS = st.one_of(st.text(), st.lists(SNIPPETS, max_size=25).map("".join))


@given(TEXTS)
def test_any_text_is_a_tree_or_unreadable(text: str) -> None:
    source = Source("nginx.conf", text)
    match outcome(source):
        case UnreadableSource(span=span):
            assert span.path == "nginx.conf"
            assert 1 <= span.line <= len(source.lines)
        case Tree(directives, comments):
            for directive in walk(directives):
                check_places(source, directive)
            for comment in comments:
                assert source.cut(comment.span) == comment.text


def outcome(source: Source) -> Tree | UnreadableSource:
    try:
        return parse(source)
    except UnreadableSource as error:
        return error


def check_places(source: Source, directive: Directive) -> None:
    """Every word stands where its span says, in order, inside of its statement."""
    words = all_words(directive)
    assert directive.span.line == words[0].span.line
    assert source.cut(directive.span)[-1] in ";}"
    for word in words:
        written = source.cut(word.span)
        raw = written[1:-1] if word.quoted else written
        assert not word.quoted or written[0] == written[-1]
        assert raw == word.text or "\\" in raw
    places = [(word.span.line, word.span.column) for word in words]
    assert places == sorted(places)


@given(
    st.lists(st.text("ab.^$()~*=\u00fc", min_size=1, max_size=6), min_size=1, max_size=6)
)
def test_plain_words_come_back(words: list[str]) -> None:
    [directive] = tree_of(" ".join(words) + ";").directives
    assert [word.text for word in all_words(directive)] == words


@pytest.mark.parametrize(
    "text",
    [
        "{% if a %}\ngeo $x $y {\n{% else %}\ngeo $z $y {\n{% endif %}\n  default 0;\n}\n",
        "{{- if .A }}\nserver {\n{{- end }}\n  listen 80;\n",
        "<% if a %>\nserver {\n<% end %>\n  listen 80;\n",
    ],
)
def test_a_template_need_not_be_broken(text: str) -> None:
    error = broken(text)
    assert error.template
    assert error.reason.startswith("a template")


def test_what_is_no_template_is_broken() -> None:
    assert not broken("server {\n  listen 80;\n").template
    assert not broken("server {\n  set $a '{{ a }}';\n").template
