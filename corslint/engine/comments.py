"""Where the comments of a file stand, in the file's own language."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator

from corslint.languages import NGINX, PYTHON, SETTINGS, language
from corslint.source import Source, Span, UnreadableSource

# The prefix of a string does not matter: a backslash keeps the next quote inside even in
# a raw one. An unfinished string runs to the end, so every character is read once.
LITERAL = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\\?\Z)'
    r"|'''(?:[^\\]|\\.)*?(?:'''|\\?\Z)"
    r'|"(?:[^"\\\r\n]|\\.)*"?'
    r"|'(?:[^'\\\r\n]|\\.)*'?"
    r"|(?P<comment>\#[^\r\n]*)",
    re.DOTALL,
)

HASH = re.compile(r"(?:^|[ \t])(#[^\r\n]*)", re.MULTILINE)


def comments(source: Source) -> Iterator[Span]:
    """The comments of ``source``, from their marker to the end of their line.

    A file whose language has none, or that cannot be read as its language, yields none.
    """
    spoken = language(source.path, source.text)
    if spoken == PYTHON:
        yield from python_comments(source)
    elif spoken == NGINX:
        yield from nginx_comments(source)
    elif spoken == SETTINGS and not source.path.endswith(".json"):
        yield from hash_comments(source)


def hash_comments(source: Source) -> list[Span]:
    """What stands behind a ``#`` at the start of a line, or after white space."""
    found = HASH.finditer(source.text)
    return [source.span(match.start(1), match.end(1)) for match in found]


def python_comments(source: Source) -> list[Span]:
    """By the running interpreter's tokenizer, or by ours for a grammar it does not know."""
    lines = iter(f"{line}\n" for line in source.lines)
    try:
        tokens = list(tokenize.generate_tokens(lambda: next(lines, "")))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return scanned_comments(source)
    if any(token.type == tokenize.ERRORTOKEN for token in tokens):
        return scanned_comments(source)
    return [span_of(source, token) for token in tokens if token.type == tokenize.COMMENT]


def span_of(source: Source, token: tokenize.TokenInfo) -> Span:
    (line, column), (end_line, end_column) = token.start, token.end
    return Span(source.path, line, column + 1, end_line, end_column + 1)


def scanned_comments(source: Source) -> list[Span]:
    return [
        source.span(*match.span("comment"))
        for match in LITERAL.finditer(source.text)
        if match["comment"]
    ]


def nginx_comments(source: Source) -> list[Span]:
    from corslint.syntax import nginx

    try:
        return [comment.span for comment in nginx.parse(source).comments]
    except UnreadableSource:
        return []
