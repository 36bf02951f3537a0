"""How deeply Python text nests, told before LibCST sees it.

LibCST's parser (1.9.0) knows no bound of its own. About 1,100 open brackets end the process
on a stack of 8 MB; time grows with the square of an expression's depth; and each bracket in
a ``case`` pattern or a ``del`` target multiplies it: ten cost seconds, twenty cost days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NESTED = 100
"""Open brackets and templates: half of CPython's bound, so that 2 MB of stack is enough."""

STEPS = 600
"""Tokens of unfinished expressions: operators, dots and calls nest as brackets do."""

BRANCHES = 300
"""``elif`` in one chain: each is a child of the one before."""

WORK = 2_000_000
"""Steps summed over all tokens: some ten seconds of LibCST."""

TARGET_COST = 5
"""What a bracket in a pattern or a ``del`` multiplies time by (up to 4 was measured)."""

CODE = re.compile(
    r"""
    (?P<space> [ \t\f]+ | \\(?:\r\n|\r|\n) | \#[^\r\n]* )
  | (?P<line> \r\n | \r | \n )
  | (?i:[ft]r?|r[ft]) (?P<template> '''|\"""|'|" )
  | (?i:[bu]|b?r|rb)? (?P<quote> '''|\"""|'|" )
  | (?P<open> [(\[{] ) | (?P<close> [)\]}] )
  | (?P<comma> , ) | (?P<semicolon> ; ) | (?P<colon> : )
  | (?P<word> \w+ ) | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
"""What stands between strings. A quote opens a string, whose rest is in ``STRING``."""

CHARACTERS = {
    "'": r"[^'\\\r\n{}]++",
    '"': r'[^"\\\r\n{}]++',
    "'''": r"[^'\\{}]++|'(?!'')",
    '"""': r'[^"\\{}]++|"(?!"")',
}
"""Plain characters inside strings, by the quotes around them."""

STRING = {
    quote: re.compile(rf"(?:{plain}|[{{}}]|\\(?:\r\n|[^\r]|\r(?!\n)))*{quote}", re.DOTALL)
    for quote, plain in CHARACTERS.items()
}
TEMPLATE = {
    quote: re.compile(
        rf"(?P<end>{quote})|{{{{|}}}}|(?P<open>{{)|}}|(?:{plain}|\\(?:\r\n|[^{{}}])|\\)+",
        re.DOTALL,
    )
    for quote, plain in CHARACTERS.items()
}
FORMAT = {
    quote: re.compile(
        rf"(?P<open>{{)|(?P<close>}})|(?:{plain}|\\(?:\r\n|[^{{}}])|\\)+", re.DOTALL
    )
    for quote, plain in CHARACTERS.items()
}


class NestingError(RecursionError):
    """The text nests deeper than LibCST can bear; ``offset`` is where."""

    def __init__(self, offset: int) -> None:
        super().__init__("nests too deeply")
        self.offset = offset


def check(text: str) -> None:
    """Raises ``NestingError`` for a text that LibCST must not see.

    What stands behind a string that does not end is not looked at: LibCST gets no further.
    """
    scan, offset = Scan(text), 0
    while offset < len(text) and (token := scan.token(offset)):
        scan.take(token)
        if scan.beyond():
            raise NestingError(offset)
        offset = token.end()


@dataclass(slots=True)
class Frame:
    """Something open; ``quote`` is set inside templates.

    ``steps`` counts its tokens since the last comma, ``kept`` those that a comma does not
    end: in ``lambda a, b: lambda c, d: ...`` each lambda holds the next.
    """

    kind: Literal["code", "brackets", "field", "template", "format"]
    quote: str = ""
    kept: int = 0
    steps: int = 0


class Scan:
    """The state between two tokens of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack = [Frame("code")]
        self.steps = self.work = self.chained = self.line_start = 0
        self.begins = True
        self.targets = False
        self.branches: dict[int, int] = {}

    def beyond(self) -> bool:
        return (
            len(self.stack) > NESTED
            or self.steps > STEPS
            or self.work > WORK
            or self.chained > BRANCHES
        )

    def token(self, offset: int) -> re.Match[str] | None:
        top = self.stack[-1]
        if top.kind == "template":
            return TEMPLATE[top.quote].match(self.text, offset)
        if top.kind == "format":
            return FORMAT[top.quote].match(self.text, offset)
        token = CODE.match(self.text, offset)
        if token and token.lastgroup == "quote":
            return STRING[token["quote"]].match(self.text, token.end())
        return token

    def take(self, token: re.Match[str]) -> None:
        match token.lastgroup:
            case "space":
                pass
            case "line":
                self.line_start = token.end()
                if len(self.stack) == 1:
                    self.finish()
                    self.begins = True
            case kind:
                if self.begins:
                    self.begin(token)
                self.step(kind, token)
                self.work += self.steps
                if self.targets:
                    self.work += TARGET_COST ** max(len(self.stack) - 2, 0)

    def begin(self, token: re.Match[str]) -> None:
        """A logical line begins: chains of branches end unless it continues them."""
        column, word = token.start() - self.line_start, token[0]
        going_on = column + (word in ("elif", "else"))
        self.branches = {at: n for at, n in self.branches.items() if at < going_on}
        if word == "elif":
            self.branches[column] = self.branches.get(column, 0) + 1
        self.chained = sum(self.branches.values())
        self.targets = word == "case"
        self.begins = False

    def finish(self) -> None:
        self.settle(0)
        self.targets = False

    def step(self, kind: str | None, token: re.Match[str]) -> None:
        top = self.stack[-1]
        match kind:
            case "comma":
                self.settle(top.kept)
            case "semicolon":
                self.finish()
            case "close" | "end":
                self.close()
            case "colon" if top.kind == "field":
                self.stack.append(Frame("format", self.stack[-2].quote))
            case _:
                self.count(token[0])
                if kind == "open":
                    self.stack.append(Frame("field" if top.quote else "brackets"))
                elif kind == "template":
                    self.stack.append(Frame("template", token["template"]))

    def count(self, word: str) -> None:
        top = self.stack[-1]
        top.steps += 1
        top.kept += 2 * (word == "lambda")
        self.steps += 1
        self.targets = self.targets or word == "del"

    def settle(self, steps: int) -> None:
        """The innermost open thing starts anew, at ``steps``."""
        top = self.stack[-1]
        self.steps += steps - top.steps
        top.kept = top.steps = steps

    def close(self) -> None:
        """A bracket closes the innermost open thing; a field closes with its format."""
        for _ in range(2 if self.stack[-1].kind == "format" else 1):
            if len(self.stack) > 1:
                self.steps -= self.stack.pop().steps
