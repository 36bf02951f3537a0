"""Where a block of Lua code inside another file ends."""

from __future__ import annotations

import re

POINT = re.compile(
    r"(?P<brace>[{}])"
    r"|--\[(?P<comment>=*)\["
    r"|--[^\r\n]*"
    r"|\[(?P<string>=*)\["
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'",
    re.DOTALL,
)


def end_of_block(text: str, start: int) -> int | None:
    """The offset of the ``}`` that ends the block opened just before ``start``.

    Braces in strings and comments do not count (Lua 5.1 manual, section 2.1); None when
    the block, a long string or a long comment never ends.
    """
    depth, position = 1, start
    while point := POINT.search(text, position):
        position = point.end()
        level = point["comment"] if point["comment"] is not None else point["string"]
        if level is not None:
            closing = f"]{level}]"
            found = text.find(closing, position)
            if found < 0:
                return None
            position = found + len(closing)
        elif point["brace"]:
            depth += 1 if point["brace"] == "{" else -1
            if depth == 0:
                return point.start()
    return None
