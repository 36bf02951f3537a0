"""Counts what was compared with a real library, and prints it: ``pytest -s`` shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Tally:
    """``refused`` are configurations that the library does not start with.

    ``answers`` were compared, ``agreed`` of them are as predicted; ``left`` were not
    compared, as the prediction says itself that it does not know.
    """

    name: str
    configurations: int = 0
    refused: int = 0
    answers: int = 0
    agreed: int = 0
    left: int = 0

    def compared(self, agreed: bool) -> bool:
        self.answers += 1
        self.agreed += agreed
        return agreed

    def __str__(self) -> str:
        share = self.agreed / self.answers if self.answers else 0
        return (
            f"{self.name:24}{self.configurations:5} configurations drawn, "
            f"{self.refused:3} refused; {self.agreed:6} of {self.answers:6} answers"
            f" = {share:.1%}; {self.left} left open"
        )


@contextmanager
def counted(name: str) -> Iterator[Tally]:
    """A tally that is printed in the end, however that comes."""
    tally = Tally(name)
    try:
        yield tally
    finally:
        print(f"\n{tally}")
