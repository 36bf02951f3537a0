"""Makes text from files safe to print: nothing a terminal would obey gets through."""

from __future__ import annotations

TAB = 4


def clean(text: str) -> str:
    """``text`` on one line, with everything that is not printable written as an escape.

    Control characters, terminal escapes, line ends, invisible and direction-changing
    characters, odd spaces and lone surrogates become ``\\n``, ``\\x1b``, ``\\u202e``.
    """
    if text.isprintable():
        return text
    return "".join(map(visible, text))


def visible(character: str) -> str:
    """The character itself when it is printable, else its Python escape."""
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def clean_lines(text: str) -> list[str]:
    """The lines of a text of several lines, each clean, with tabs expanded."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [clean(line.expandtabs(TAB)) for line in lines]
