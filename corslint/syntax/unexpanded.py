"""Command lines that no shell reads: there is nothing in them but words and quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corslint.syntax.piecing import MAX_TEXT, SPACE, Piecing
from corslint.syntax.words import Command, Locate, Word


def words(text: str, locate: Locate, *, filled: bool = False) -> Command:
    """The words of a text that is split as a shell would.

    ``filled`` says whether variables are filled in.
    """
    return tuple(Unexpanded(text[:MAX_TEXT], locate, filled=filled).words())


@dataclass(slots=True)
class Unexpanded(Piecing):
    def substituted(self) -> bool:
        return self.skip("")

    def expanded(self) -> str:
        return "".join(self.parts)

    def words(self) -> Iterator[Word]:
        while self.position < len(self.text):
            if self.take(SPACE):
                yield from self.ended()
            elif not self.piece():
                return
        yield from self.ended()

    def ended(self) -> Iterator[Word]:
        if self.begun is not None:
            yield self.word(self.begun)
            self.forget()
