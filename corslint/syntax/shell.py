"""Command lines as a POSIX shell splits them: each command's words, with their places.

As POSIX 2024 has it (2.10 Shell Grammar), with the arrays, conditions and substitutions
of processes of bash. The shell's own words are not part of a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from corslint.syntax.piecing import MAX_NESTED, MAX_TEXT, QUOTED, Piecing
from corslint.syntax.redirections import WRITING, Here, Part, Redirected
from corslint.syntax.words import HOLE, Command, Locate, Word

CONTINUED = re.compile(r"\\\r?\n")
BLANK = re.compile(r"[ \t\r]+")
COMMENT = re.compile(r"#[^\n]*")
REDIRECTION = re.compile(r"&>>?|<<<|<<-?|<>|[<>]&|>>|>\||[<>]")
END = re.compile(r"\n|;;?&?|&&?|\|[|&]?|[()]")
PARENTHESES = re.compile(r"[()]")
ARRAY = re.compile(r"[A-Za-z_]\w*\+?=")

LEADING = frozenset("! do done elif else fi if then time until while { }".split())
"""The shell's own words, behind which a command begins as before."""

LISTS = frozenset({"for", "select"})
MANY = 1_000_000


def commands(text: str, locate: Locate) -> Iterator[Command]:
    """The simple commands in ``text`` in order, each as its words.

    What stands after a quote that is never closed is left out.
    """
    yield from Splitting(text[:MAX_TEXT], locate).commands()


def redirected(text: str, locate: Locate) -> list[Redirected]:
    """The commands in ``text`` that write to files or are handed the lines below."""
    splitting = Splitting(text[:MAX_TEXT], locate)
    for _ in splitting.commands():
        pass
    return splitting.redirections


@dataclass(slots=True)
class Splitting(Piecing):
    """``redirecting`` is the operator that the next word belongs to.

    So many words as are ``expected`` are the head of a statement, a list of them is a
    ``pattern`` of ``case``. ``opened`` counts parentheses; ``closed`` says that the one has
    been met that ends what is read.
    """

    found: list[Word] = field(default_factory=list)
    laid: list[tuple[Part, ...]] = field(default_factory=list)
    files: list[tuple[str, bool]] = field(default_factory=list)
    here: Here | None = None
    redirections: list[Redirected] = field(default_factory=list)
    redirecting: str = ""
    heres: list[Here] = field(default_factory=list)
    expected: int = 0
    cased: bool = False
    pattern: bool = False
    testing: bool = False
    opened: int = 0
    closed: bool = False

    def commands(self) -> Iterator[Command]:
        while self.position < len(self.text) and not self.closed:
            if self.take(CONTINUED) or (self.begun is None and self.take(COMMENT)):
                continue
            if self.take(BLANK):
                self.end_word()
            elif self.holds_commands():
                if not self.substituted():
                    return
            elif found := self.take(REDIRECTION):
                self.redirected(found[0])
            elif found := self.take(END):
                yield from self.ended(found[0])
            elif not self.piece():
                return
        yield from self.end_command()

    def holds_commands(self) -> bool:
        """At the parenthesis of an array, or of what is read and written like a file."""
        if self.at("<(") or self.at(">("):
            if self.begun is None:
                self.begun = self.position
            self.position += 1
            return True
        array = self.begun is not None and self.at("(")
        return array and ARRAY.fullmatch("".join(self.shape)) is not None

    def substituted(self) -> bool:
        if self.depth == MAX_NESTED:
            return False
        if not self.arithmetic():
            start = self.position + 1
            inside = Splitting(self.text, self.locate, start, self.depth + 1)
            for _ in inside.commands():
                pass
            if not inside.closed:
                return False
            self.position = inside.position
        self.until = self.position
        return self.add(HOLE, HOLE)

    def arithmetic(self) -> bool:
        """Past ``((...))``; False where these are commands."""
        if not self.at("(("):
            return False
        pairs = closing(self.text)
        end = pairs.get(self.position)
        if end is None or pairs.get(self.position + 1) != end - 1:
            return False
        self.position = end + 1
        return True

    def redirected(self, operator: str) -> None:
        """A number before ``>`` goes with it, and so does the word after."""
        if self.begun is not None and "".join(self.shape).isdigit():
            self.forget()
        self.end_word()
        self.redirecting = operator

    def ended(self, sign: str) -> Iterator[Command]:
        """At what ends a command."""
        if self.testing:
            self.end_word()
        if self.testing:
            return
        if sign == "(" and self.opens():
            return
        yield from self.end_command()
        match sign:
            case "\n":
                self.skip_heres()
            case ";;" | ";&" | ";;&":
                self.pattern = True
            case ")" if self.pattern:
                self.pattern = False
            case ")" if self.opened:
                self.opened -= 1
            case ")":
                self.closed = self.depth > 0
            case _:
                pass

    def opens(self) -> bool:
        """At ``(``; whether that is all there is to it."""
        self.position -= 1
        calculated = self.begun is None and self.arithmetic()
        self.position += not calculated
        if calculated or self.pattern:
            return True
        # Behind a name it begins the definition of a function.
        self.end_word()
        self.begin_command()
        self.opened += 1
        return False

    def end_word(self) -> None:
        if self.begun is None:
            return
        text = "".join(self.parts)
        if self.redirecting:
            self.handed(text)
        elif self.expected or self.testing:
            self.headed(text)
        elif not self.found and self.own("".join(self.shape)):
            pass
        elif not self.vanishes:
            self.found.append(self.word(self.begun))
            starts = [self.begun, *self.ends]
            self.laid.append(tuple(map(Part, self.parts, starts, self.ends)))
        self.forget()

    def handed(self, text: str) -> None:
        """The word that an operator takes: a file, or what a text below ends with."""
        if self.redirecting in ("<<", "<<-") and self.begun is not None:
            mark = self.text[self.begun : self.until] if HOLE in text else text
            literal = QUOTED in "".join(self.shape)
            self.here = Here(mark, self.redirecting == "<<-", literal)
            self.heres.append(self.here)
        elif self.redirecting in WRITING:
            self.files.append((text, WRITING[self.redirecting]))
        self.redirecting = ""

    def headed(self, text: str) -> None:
        self.expected = max(0, self.expected - 1)
        if self.testing:
            self.testing = text != "]]"
        elif self.cased and not self.expected:
            self.pattern, self.cased = True, False

    def own(self, text: str) -> bool:
        """Whether it is one of the shell's own words where a command begins."""
        if text == "esac":
            self.pattern = False
        elif self.pattern:
            return False
        elif text in LISTS or text == "[[":
            self.expected, self.testing = MANY, text == "[["
        elif text in ("case", "function"):
            self.expected, self.cased = 1 + (text == "case"), text == "case"
        else:
            return text in LEADING
        return True

    def end_command(self) -> Iterator[Command]:
        self.end_word()
        self.redirecting = ""
        # The `in` of a case may stand on the next line.
        self.expected = self.expected if self.cased else 0
        if self.found and not self.pattern:
            words = tuple(self.found)
            if self.files or self.here:
                laid, files = tuple(self.laid), tuple(self.files)
                self.redirections.append(Redirected(words, laid, files, self.here))
            yield words
        self.begin_command()

    def begin_command(self) -> None:
        self.found, self.laid, self.files, self.here = [], [], [], None

    def skip_heres(self) -> None:
        """Past the texts that the line before hands to its commands."""
        for here in self.heres:
            here.start = here.end = self.position
            while self.position < len(self.text):
                here.end = self.position
                end = self.text.find("\n", self.position)
                end = len(self.text) if end < 0 else end
                line = self.text[self.position : end].removesuffix("\r")
                self.position = end + 1
                if (line.lstrip("\t") if here.tabs else line) == here.mark:
                    break
        self.heres = []


@lru_cache(maxsize=4)
def closing(text: str) -> dict[int, int]:
    """Where each parenthesis is closed, quoted or not."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in PARENTHESES.finditer(text):
        if found[0] == "(":
            opened.append(found.start())
        elif opened:
            pairs[opened.pop()] = found.start()
    return pairs
