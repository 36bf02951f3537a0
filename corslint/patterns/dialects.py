"""Regular expressions of servers and proxies, in the words of Python's.

PCRE (nginx, Apache, HAProxy) and RE2 (Go, Envoy) share what is read here; what only one of
them has, or Python reads otherwise, is refused and never guessed.
"""

from __future__ import annotations

import re

from corslint.patterns.parsing import UnreadablePatternError

TOKEN = re.compile(
    r"""
    \\Q(?P<quoted>.*?)(?:\\E|\Z)
  | \[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]
  | \(\?(?:<(?P<name>[A-Za-z_]\w*)>|'(?P<other>[A-Za-z_]\w*)')
  | \(\?(?P<flags>[a-zA-Z]+)\)
  | \((?P<verb>\*|\?[R0-9&>|+-])
  | \\x\{(?P<hex>[0-9A-Fa-f]{1,6})\}
  | \\(?P<escape>.)
  | (?P<braces>\{,\d*\})
  | .
    """,
    re.VERBOSE | re.DOTALL,
)
CLASS = re.compile(r"\[:(\^?)(\w+):\]")
NAMED = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "word": r"\w",
    "space": r"\s",
    "punct": r"!-/:-@\[-`{-~",
    "xdigit": "0-9a-fA-F",
}
ESCAPES = {"z": r"\Z", "Z": r"\Z", "h": r"[ \t]", "H": r"[^ \t]", "E": "", "e": r"\x1b"}
FOREIGN = frozenset("CGKNRXkpPgUuVv")
"""Escapes that mean something else in Python, or nothing."""


def python(pattern: str) -> str:
    """The same pattern as Python writes it. Raises ``UnreadablePatternError``."""
    made: list[str] = []
    scopes: list[list[str]] = [[]]
    for token in TOKEN.finditer(pattern):
        if token["flags"] is not None:
            scopes[-1].append(f"(?{flags(token['flags'])}:")
            made.append(scopes[-1][-1])
            continue
        text = translated(token)
        if token[0].startswith("("):
            scopes.append([])
        elif token[0] == ")" and len(scopes) > 1:
            text = ")" * len(scopes.pop()) + text
        elif token[0] == "|":  # flags go on behind an alternative
            text = ")" * len(scopes[-1]) + text + "".join(scopes[-1])
        made.append(text)
    return "".join(made) + ")" * len(scopes[0])


def flags(letters: str) -> str:
    if set(letters) - set("ims"):
        raise UnreadablePatternError(f"uses `(?{letters})`, which is not read")
    return letters


def translated(token: re.Match[str]) -> str:
    text = token[0]
    if token["quoted"] is not None:
        return re.escape(token["quoted"])
    if token["verb"] is not None and text != "(?>":
        raise UnreadablePatternError(f"uses `{text}`, which is not read")
    if (name := token["name"] or token["other"]) is not None:
        return f"(?P<{name}>"
    if token["hex"] is not None:
        return re.escape(chr(min(int(token["hex"], 16), 0x10FFFF)))
    if token["braces"] is not None:
        return re.escape(text)
    if text.startswith("[") and len(text) > 1:
        return bracket(text)
    return escape(token["escape"]) if token["escape"] is not None else text


def escape(character: str) -> str:
    if character in FOREIGN:
        raise UnreadablePatternError(f"uses `\\{character}`, which is not read")
    return ESCAPES.get(character, f"\\{character}")


def bracket(text: str) -> str:
    """``[[:alnum:]-]``; a ``]`` that stands first is itself."""

    def named(match: re.Match[str]) -> str:
        if match[1] or match[2] not in NAMED:
            raise UnreadablePatternError(f"uses `{match[0]}`, which is not read")
        return NAMED[match[2]]

    inner = CLASS.sub(named, text[1:-1]).replace(r"\h", r" \t")
    return f"[{inner}]".replace("[[", r"[\[")
