"""What echo, printf, cat and tee write, with the places of what they are given.

Escapes are what the echo of dash makes of them, and that of bash with ``-e`` (executed with
dash 0.5.12, bash 5.2).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from itertools import dropwhile

from corslint.launches.launch import assigned
from corslint.launches.pieced import Piece, Pieced
from corslint.syntax.redirections import Here, Part, Redirected
from corslint.syntax.words import Locate, Word

UNTOLD = "70310731700137"
"""Stands for what a script fills in: a number, so that the rest can be read."""

ESCAPE = re.compile(r"\\(?P<escaped>[nrt\\\"'])|\0")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
FILLED = re.compile(
    r"\\(?P<escaped>[$`\\])|\$\{\w+:?-(?P<default>[^{}$`\\\"']*)\}"
    r"|\$\w+|\$\{[^{}\n]*\}|\$\([^()\n]*\)|`[^`\n]*`|\0"
)
OPTION = re.compile(r"-[neE]+")
LINES = frozenset({r"%s\n", r"%b\n"})


def program(command: Redirected) -> str:
    """Its name; what runs it for somebody else is passed over."""
    _, words = assigned(command.words)
    return named(words[0]) if words else ""


def output(command: Redirected, text: str, locate: Locate) -> Pieced | None:
    match program(command), command.here:
        case "echo", None:
            return echoed(command, text, locate)
        case "printf", None:
            return printed(command, text, locate)
        case "cat" | "tee", Here() as here:
            return handed_on(here, Pieced(text, locate))
        case _:
            return None


def echoed(command: Redirected, text: str, locate: Locate) -> Pieced:
    words = given(command, "echo")
    silent = False
    while words and OPTION.fullmatch(words[0][0].text or ""):
        silent |= "n" in words.pop(0)[0].written
    made = Pieced(text, locate)
    for number, (_, parts) in enumerate(words):
        put(made, parts, " " if number else "")
    if not silent:
        put(made, command.parts[-1][-1:], after="\n")
    return unescaped(made)


def given(command: Redirected, program: str) -> list[tuple[Word, tuple[Part, ...]]]:
    """The words behind the name of the program."""
    pairs = zip(command.words, command.parts, strict=True)
    behind = dropwhile(lambda pair: named(pair[0]) != program, pairs)
    return list(behind)[1:]


def named(word: Word) -> str:
    return posixpath.basename(word.text or "")


def printed(command: Redirected, text: str, locate: Locate) -> Pieced | None:
    """A format without fields, or one that makes a line of each word."""
    words = given(command, "printf")
    if not words:
        return None
    (form, shape), *others = words
    made = Pieced(text, locate)
    if "%" not in form.written:
        put(made, shape)
    elif form.written in LINES:
        for _, parts in others:
            put(made, parts)
            put(made, parts[-1:], after="\n")
    else:
        return None
    return unescaped(made)


def put(
    made: Pieced, parts: Iterable[Part], before: str = "", after: str | None = None
) -> None:
    """Add a word as it is written, or ``after`` it a text of its own."""
    for number, (text, start, end) in enumerate(parts):
        if after is not None:
            made.put(after, Piece(end, end, exact=False))
            continue
        if not number:
            made.put(before, Piece(start, start, exact=False))
        place = made.original.find(text, start, end)
        exact = Piece(place, place + len(text), exact=True)
        made.put(text, Piece(start, end, exact=False) if place < 0 else exact)


def unescaped(raw: Pieced) -> Pieced:
    made, reached, text = Pieced(raw.text, raw.locate), 0, raw.text
    for found in ESCAPE.finditer(text):
        made.copied(reached, found.start())
        sign = found["escaped"]
        put_in = UNTOLD if sign is None else ESCAPES.get(sign, sign)
        made.put(put_in, Piece(*found.span(), exact=False))
        reached = found.end()
    made.copied(reached, len(text))
    return made


def handed_on(here: Here, made: Pieced) -> Pieced:
    """The lines below, with what the shell fills in."""
    reached = here.start
    for found in (
        () if here.literal else FILLED.finditer(made.original, here.start, here.end)
    ):
        made.copied(reached, found.start())
        told = found["escaped"] or found["default"]
        made.put(UNTOLD if told is None else told, Piece(*found.span(), exact=False))
        reached = found.end()
    made.copied(reached, here.end)
    return made
