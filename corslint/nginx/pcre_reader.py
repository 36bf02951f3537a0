"""Reads the regular expressions of nginx: the part of PCRE that configurations use.

What is left out (back references, lookbehind, atomic groups) is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from corslint.nginx.fuel import UndecidableError
from corslint.nginx.pcre import (
    ALL,
    CLASSES,
    LOWER,
    PLACES,
    POSIX,
    SIGNS,
    UPPER,
    Assertion,
    Chars,
    Choice,
    Group,
    Look,
    Node,
    Place,
    Repeat,
    Sequence,
)

MAX_NESTING = 40
GROUP = re.compile(
    r"\?(?:(?P<plain>:)|(?P<look>[=!])|P?<(?P<name>[A-Za-z_]\w*)>|'(?P<quoted>[A-Za-z_]\w*)'"
    r"|(?P<flags>[ims]*)(?P<end>[:)]))"
)
BRACES = re.compile(r"\{(\d{1,4})(,(\d{1,4})?)?\}")
OPEN_BRACES = re.compile(r"\{,\d+\}")
HEX = re.compile(r"x([0-9A-Fa-f]{2})")
POSIX_CLASS = re.compile(r"\[:(\^?)(\w+):\]")


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; ``names`` are the numbers of its named groups."""

    node: Node
    groups: int
    names: dict[str, int]


def parse(text: str, *, ignore_case: bool) -> Expression:
    """Raises ``UndecidableError`` for what is malformed or not modelled."""
    reader = Reader(text, ignore_case)
    node = reader.choice(0)
    if reader.position < len(text):
        raise UndecidableError("has an unbalanced parenthesis in its pattern")
    return Expression(node, reader.groups, reader.names)


@dataclass(slots=True)
class Reader:
    text: str
    ignore_case: bool
    position: int = 0
    groups: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def take(self) -> str:
        sign = self.peek()
        if not sign:
            raise UndecidableError("has a pattern that ends too early")
        self.position += 1
        return sign

    def found(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()
        return match

    def choice(self, depth: int) -> Node:
        if depth > MAX_NESTING:
            raise UndecidableError("has a pattern that nests too deep")
        before = self.ignore_case
        options = [self.sequence(depth)]
        while self.peek() == "|":
            self.position += 1
            options.append(self.sequence(depth))
        self.ignore_case = before
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self.peek() not in ("", "|", ")"):
            items.append(self.repeated(self.atom(depth)))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def repeated(self, node: Node) -> Node:
        while (times := self.times()) is not None:
            lazy = self.peek() == "?"
            if self.peek() == "+":
                raise UndecidableError("has a possessive repeat in its pattern")
            self.position += lazy
            node = Repeat(node, *times, lazy)
        return node

    def times(self) -> tuple[int, int | None] | None:
        simple: dict[str, tuple[int, int | None]] = {
            "*": (0, None),
            "+": (1, None),
            "?": (0, 1),
        }
        if self.peek() in simple:
            return simple[self.take()]
        braces = self.found(BRACES)
        if braces is None:
            if self.found(OPEN_BRACES):
                raise UndecidableError("has a repeat that PCRE read as text before 10.43")
            return None
        low = int(braces[1])
        if not braces[2]:
            return low, low
        return low, int(braces[3]) if braces[3] else None

    def atom(self, depth: int) -> Node:
        match self.take():
            case "(":
                return self.group(depth)
            case "[":
                return self.chars(self.members())
            case ".":
                return Chars(ALL - {"\n"})
            case "^":
                return Assertion(Place.START)
            case "$":
                return Assertion(Place.END)
            case "\\":
                return self.escape()
            case "*" | "+" | "?":
                raise UndecidableError("has a repeat of nothing in its pattern")
            case sign:
                return self.chars({sign})

    def chars(self, members: Iterable[str]) -> Chars:
        plain = frozenset(members)
        if self.ignore_case:
            plain |= {sign.swapcase() for sign in plain if sign in LOWER | UPPER}
        return Chars(plain)

    def group(self, depth: int) -> Node:
        number = 0
        if self.peek() == "?":
            head = self.found(GROUP)
            if head is None:
                raise UndecidableError(
                    "has a kind of group in its pattern that is not modelled"
                )
            if head["flags"] is not None:
                return self.flagged(head, depth)
            if head["look"]:
                return Look(self.closed(self.choice(depth + 1)), head["look"] == "!")
            if head["plain"]:
                return self.closed(self.choice(depth + 1))
            name = head["name"] or head["quoted"]
            self.groups += 1
            self.names[name] = number = self.groups
        else:
            self.groups += 1
            number = self.groups
        return Group(self.closed(self.choice(depth + 1)), number)

    def flagged(self, head: re.Match[str], depth: int) -> Node:
        """``(?i)`` holds for the rest of the group around it, ``(?i:...)`` for its own."""
        before = self.ignore_case
        self.ignore_case = before or "i" in head["flags"]
        if head["end"] == ")":
            return Sequence(())
        node = self.closed(self.choice(depth + 1))
        self.ignore_case = before
        return node

    def closed(self, node: Node) -> Node:
        if self.peek() != ")":
            raise UndecidableError("has an unbalanced parenthesis in its pattern")
        self.position += 1
        return node

    def escape(self) -> Node:
        if self.peek() in PLACES:
            return Assertion(PLACES[self.take()])
        if self.peek() == "Q":
            return self.quotation()
        return self.chars(self.escaped())

    def quotation(self) -> Node:
        plain, _, _ = self.text[self.position + 1 :].partition("\\E")
        self.position = min(self.position + len(plain) + 3, len(self.text))
        return Sequence(tuple(self.chars({sign}) for sign in plain))

    def escaped(self) -> frozenset[str]:
        """The characters that an escape, in a class or outside, stands for."""
        if code := self.found(HEX):
            return frozenset(chr(int(code[1], 16)))
        sign = self.take()
        if sign.lower() in CLASSES:
            members = CLASSES[sign.lower()]
            return members if sign.islower() else ALL - members
        if sign in SIGNS:
            return frozenset(SIGNS[sign])
        if sign.isalnum():
            raise UndecidableError("has an escape in its pattern that is not modelled")
        return frozenset(sign)

    def members(self) -> frozenset[str]:
        """A bracketed class, after its ``[``."""
        negated = self.peek() == "^"
        self.position += negated
        found: set[str] = set()
        first = True
        while first or self.peek() != "]":
            first = False
            found |= self.item()
        self.position += 1
        both = self.chars(found).members
        return ALL - both if negated else both

    def item(self) -> frozenset[str]:
        if posix := self.found(POSIX_CLASS):
            if posix[2] not in POSIX:
                raise UndecidableError("has a class in its pattern that is not modelled")
            return ALL - POSIX[posix[2]] if posix[1] else POSIX[posix[2]]
        low = self.escaped_in_class() if self.peek() == "\\" else frozenset(self.take())
        following = self.text[self.position : self.position + 2]
        if len(low) != 1 or not re.fullmatch(r"-[^\]]", following, re.DOTALL):
            return low
        self.position += 1
        high = self.escaped_in_class() if self.peek() == "\\" else frozenset(self.take())
        if len(high) != 1:
            return low | high | {"-"}
        return frozenset(map(chr, range(ord(min(low)), min(ord(min(high)), 255) + 1)))

    def escaped_in_class(self) -> frozenset[str]:
        self.position += 1
        if self.peek() == "b":
            self.position += 1
            return frozenset("\b")
        return self.escaped()
