"""The line hashes by which GitHub code scanning knows an alert again after an edit.

GitHub compares ``primaryLocationLineHash`` with its own computation (github/codeql-action,
``src/fingerprints.ts``) and warns when they differ, so every step here is theirs: UTF-16
code units without spaces and tabs, line ends as LF, 100 units from the start of the line.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import reduce

BLOCK = 100
MULTIPLIER = 37
MASK = 2**64 - 1
END = 0xFFFF
LINE_END = ord("\n")


def line_hashes(text: str) -> list[str]:
    """``hash:occurrence`` for every line, the first one at index 0."""
    normal = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    )
    units = [*utf16(normal), END]
    starts = [0, *(at + 1 for at, unit in enumerate(units) if unit == LINE_END)]
    seen: Counter[int] = Counter()
    found = []
    for start in starts:
        value = block_hash(units[start : start + BLOCK])
        seen[value] += 1
        found.append(f"{value:x}:{seen[value]}")
    return found


def utf16(text: str) -> array[int]:
    # In native byte order, as an array reads it; the first unit is the byte order mark.
    return array("H", text.encode("utf-16", "surrogatepass"))[1:]


def block_hash(units: list[int]) -> int:
    value = reduce(lambda value, unit: (value * MULTIPLIER + unit) & MASK, units, 0)
    return value * pow(MULTIPLIER, BLOCK - len(units), MASK + 1) & MASK
