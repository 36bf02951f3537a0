"""The values of LibCST's strings, as CPython reads them."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator, Sequence

import libcst as cst

from corslint.source import LINE_END

BRACES = re.compile(r"(\\N\{[^{}]*\}|\\[^{}])|\{\{|\}\}", re.DOTALL)
"""Doubled braces, and escapes (group 1), which may own braces."""

RAW_BRACES = re.compile(r"()\{\{|\}\}")

UNQUOTED = re.compile(r'\\.|"|\\\Z', re.DOTALL)
"""What matters between triple quotes: escapes, quotes and a last backslash."""


def pieces(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The strings of an implicit concatenation in order; any other node is one piece."""
    while isinstance(node, cst.ConcatenatedString):
        yield node.left
        node = node.right
    yield node


def constant(node: cst.SimpleString | cst.ConcatenatedString) -> str | bytes:
    """The value of strings without fields. Raises SyntaxError for bad escapes."""
    simple = (each.value for each in pieces(node) if isinstance(each, cst.SimpleString))
    value: str | bytes = literal_eval(" ".join(simple))
    return value


def template_text(template: cst.FormattedString, text: cst.FormattedStringText) -> str:
    """The value of the constant text in a template. Raises SyntaxError for bad escapes."""
    if "r" in template.prefix:
        return newlines(RAW_BRACES.sub(unbraced, text.value))
    return unescape(BRACES.sub(unbraced, text.value))


def spec_text(
    template: cst.FormattedString, spec: Sequence[cst.BaseFormattedStringContent]
) -> str | None:
    """The text of a format without fields, None for one that is computed."""
    texts = [each for each in spec if isinstance(each, cst.FormattedStringText)]
    if len(texts) < len(spec):
        return None
    return "".join(template_text(template, text) for text in texts)


def unbraced(found: re.Match[str]) -> str:
    return found[1] or found[0][0]


def newlines(text: str) -> str:
    return LINE_END.sub("\n", text)


def unescape(text: str) -> str:
    r"""Resolve escapes; a last backslash (before a field, as in ``\{x}``) is just that."""
    if "\\" not in text:
        return newlines(text)
    value: str = literal_eval(f'"""{UNQUOTED.sub(quoted, text)}"""')
    return value


def quoted(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) == 2 else f"\\{found[0]}"
