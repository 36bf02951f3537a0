"""Prose and code for a terminal of some width: prose is wrapped, code is kept as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from textwrap import dedent

from rich.cells import cell_len, chop_cells

from corslint.terminal import clean_lines

FENCE = "```"
CODE_INDENT = "    "
LIST_ITEMS = ("- ", "* ")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of prose (one line) or a piece of code (several)."""

    lines: tuple[str, ...]
    code: bool


def wrap(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells; a longer word is cut."""
    lines = [""]
    for word in text.split():
        if not lines[-1]:
            lines[-1] = word
        elif cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
        if cell_len(lines[-1]) > width:
            lines[-1:] = chop_cells(lines[-1], width)
    return lines


def blocks(text: str) -> Iterator[Block]:
    """Markdown as rules use it: paragraphs, list items, and code, indented or fenced."""
    for code, group in groupby(tagged(text), key=itemgetter(0)):
        lines = [line for _, line in group]
        if code:
            yield Block(tuple(dedent("\n".join(lines)).strip("\n").split("\n")), code=True)
        else:
            yield from (Block((prose,), code=False) for prose in paragraphs(lines))


def tagged(text: str) -> Iterator[tuple[bool, str]]:
    """Every line and whether it is code; fences are dropped."""
    fenced = code = False
    for line in clean_lines(text):
        if line.lstrip().startswith(FENCE):
            fenced = code = not fenced
            continue
        code = fenced or line.startswith(CODE_INDENT) or (code and not line.strip())
        yield code, line


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Prose lines joined; a blank line and a list item start anew."""
    found = [""]
    for line in lines:
        if not line.strip() or line.startswith(LIST_ITEMS):
            found.append("")
        found[-1] = f"{found[-1]} {line.strip()}".strip()
    return list(filter(None, found))
