"""One source line as it is shown: safe, cut to fit, with the cell of every column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rich.cells import cell_len

from corslint.terminal import TAB, visible

CUT = "…"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """``cells`` are where the kept code points start, and one more: where the last ends."""

    text: str
    first: int
    cells: tuple[int, ...]

    def cell(self, column: int) -> int:
        """The cell of a 1-based column; a column that was cut is at the edge."""
        index = column - 1 - self.first
        return self.cells[min(max(index, 0), len(self.cells) - 1)]


def show(line: str, start: int, end: int, room: int) -> ShownLine:
    """``line`` in at most ``room`` cells, cut so that what starts at ``start`` is seen.

    ``start`` and ``end`` are the 1-based columns of what matters, the end exclusive.
    """
    skipped = max(start - 1 - room, 0)
    pieces, cells = measured(line[skipped : skipped + 3 * room])
    if skipped + len(pieces) == len(line) and not skipped and cells[-1] <= room:
        return ShownLine("".join(pieces), 0, tuple(cells))
    from_cell, to_cell = (
        cells[min(column - 1 - skipped, len(pieces))] for column in (start, max(start, end))
    )
    fits = not skipped and to_cell <= room - len(CUT)
    first = 0 if fits else bisect_left(cells, max(from_cell - room // 3, 0))
    lead = CUT if skipped + first else ""
    last = bisect_right(cells, cells[first] + room - len(lead) - len(CUT)) - 1
    tail = CUT if skipped + last < len(line) else ""
    shift = len(lead) - cells[first]
    kept = tuple(cell + shift for cell in cells[first : last + 1])
    return ShownLine(lead + "".join(pieces[first:last]) + tail, skipped + first, kept)


def measured(line: str) -> tuple[list[str], list[int]]:
    """What is printed for every code point, and the cell where each starts, and the end."""
    pieces: list[str] = []
    cells = [0]
    text = ""
    for character in line:
        piece = " " * (TAB - cells[-1] % TAB) if character == "\t" else visible(character)
        pieces.append(piece)
        text += piece
        # Measured from the start: a combining or joining character adds less than its own.
        cells.append(cells[-1] + len(piece) if piece.isascii() else cell_len(text))
    return pieces, cells
