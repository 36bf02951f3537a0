"""Regular expressions of servers and proxies, in the words of Python's.

What cannot be said in them, or means something else from version to version, is refused and
never guessed. The text that is matched has to be ASCII, as an Origin is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corslint.allow_origin import Syntax
from corslint.patterns.brackets import BRACKET, LAST_ASCII, bracket, refused, spelled
from corslint.patterns.engines import ENGINES, PCRE, Engine
from corslint.patterns.parsing import MAX_LENGTH, UnreadablePatternError

TOKEN = re.compile(
    rf"""
    \\Q(?P<quoted>.*?)(?:\\E|\Z)
  | (?P<bracket>{BRACKET})
  | \(\?(?:P?<(?P<name>[A-Za-z_]\w{{0,30}})>|'(?P<other>[A-Za-z_]\w{{0,30}})')
  | \(\?(?P<on>[a-zA-Z]*)(?:-(?P<off>[a-zA-Z]*))?(?P<ends>[:)])
  | (?P<comment>\(\?\#[^)]*\))
  | (?P<same>\(\?P=\w+\))
  | (?P<opens>\((?:\?(?:<?[=!]|>|\(\d\)))?)(?![?*])
  | (?P<odd>\([?*].?)
  | (?P<repeat>[*+?]|\{{\d+(?:,\d*)?\}})(?P<greed>[?+]?)
  | (?P<braces>\{{[\s\d]*,?[\s\d]*\}})
  | \\x(?:\{{(?P<hex>[0-9A-Fa-f]{{1,6}})\}}|(?P<two>[0-9A-Fa-f]{{2}}))
  | \\(?P<number>\d+)
  | \\(?P<escape>.)
  | (?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
OCTAL = re.compile(r"0[0-7]{0,2}")
READ = "ims"


@dataclass(frozen=True, slots=True)
class Scope:
    """The flags that hold up to the end of a group, as letters."""

    on: frozenset[str]

    def changed(self, on: str, off: str) -> Scope:
        if unread := {*on, *off} - set(READ):
            raise refused(f"(?{''.join(sorted(unread))})")
        return Scope((self.on | {*on}) - {*off})


def python(pattern: str, syntax: Syntax = Syntax.PCRE, ignore_case: bool = False) -> str:
    """The same pattern as Python writes it, with all flags in it.

    Raises ``UnreadablePatternError``.
    """
    if len(pattern) > MAX_LENGTH:
        raise UnreadablePatternError("is too long to be judged")
    engine = ENGINES[syntax]
    text = of_bytes(pattern) if engine is PCRE else pattern
    return f"(?a{'i' * ignore_case})" + "".join(translated(text, engine, ignore_case))


def of_bytes(text: str) -> str:
    """A character for each byte: what is repeated, or one of a set, is one byte there."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def translated(text: str, engine: Engine, ignore_case: bool) -> Iterator[str]:
    base = Scope(frozenset("i" * ignore_case))
    scopes = [base]
    for token in TOKEN.finditer(text):
        yield Piece(token, engine, scopes[-1], base).text()
        if token["ends"] is not None:
            scope = scopes[-1].changed(token["on"], token["off"] or "")
            if token["ends"] == ":":
                scopes.append(scope)
            else:
                scopes[-1] = scope
        elif token["opens"] or token["name"] or token["other"]:
            scopes.append(scopes[-1])
        elif token[0] == ")" and len(scopes) > 1:
            scopes.pop()


@dataclass(frozen=True, slots=True)
class Piece:
    """One token where the flags of ``scope`` hold, in a pattern with those of ``base``."""

    token: re.Match[str]
    engine: Engine
    scope: Scope
    base: Scope

    def text(self) -> str:
        token = self.token
        if token["quoted"] is not None:
            return "".join(map(self.literal, map(ord, token["quoted"]))) or self.nothing()
        if token["bracket"] is not None:
            ignore_case = "i" in self.scope.on
            return self.cased(bracket(token["bracket"], self.engine, ignore_case))
        if token["ends"] is not None:
            return "(?:" if token["ends"] == ":" else self.nothing()
        if (digits := token["hex"] or token["two"]) is not None:
            return self.literal(int(digits, 16))
        if token["number"] is not None:
            return self.numbered(token["number"])
        if token["escape"] is not None:
            return self.escaped(token["escape"])
        return self.sign(token["plain"]) if token["plain"] is not None else self.group()

    def group(self) -> str:
        """The tokens that open a group, and repeats."""
        token, engine = self.token, self.engine
        if (name := token["name"] or token["other"]) is not None:
            if token["other"] and not engine.backtracks:
                raise refused(token[0])
            return f"(?P<{name}>"
        if token["repeat"] is not None:
            return self.repeat()
        if token["braces"] is not None:
            if not engine.open_braces and any(map(str.isdigit, token[0])):
                raise refused(token[0])
            return re.escape(token[0])
        if token["odd"] or (token[0] != "(" and not engine.backtracks):
            raise refused(token[0])
        if token["comment"] is not None:
            return self.nothing()
        return self.cased(token[0]) if token["same"] is not None else token[0]

    def repeat(self) -> str:
        counts = map(int, re.findall(r"\d+", self.token["repeat"]))
        possessive = self.token["greed"] == "+"
        if any(each > self.engine.most for each in counts):
            raise refused(self.token[0])
        if possessive and not self.engine.backtracks:
            raise refused(self.token[0])
        return self.token[0]

    def nothing(self) -> str:
        """What takes up no place, unless a repeat behind it may be meant for it."""
        rest = self.token.string[self.token.end() :]
        if rest.startswith(("*", "+", "?", "{")):
            raise refused(f"{self.token[0]}{rest[0]}")
        return ""

    def sign(self, sign: str) -> str:
        match sign:
            case "." if "s" in self.scope.on:
                return "(?s:.)"
            case "^":
                return self.place(self.engine.line_start if "m" in self.scope.on else sign)
            case "$":
                return self.place("(?m:$)" if "m" in self.scope.on else self.engine.end)
            case "." | "|" | ")":
                return sign
            case "[" | "\\":
                raise UnreadablePatternError("is no regular expression")
            case _:
                return self.literal(ord(sign))

    def place(self, text: str) -> str:
        """A place as Python writes it; PCRE repeats none."""
        self.nothing()
        return text

    def literal(self, number: int) -> str:
        if number > self.engine.highest:
            raise refused(self.token[0])
        if number > LAST_ASCII and "i" in self.scope.on and not self.engine.backtracks:
            raise UnreadablePatternError("ignores the case of letters outside ASCII")
        sign = chr(number)
        plain = re.escape(sign) if sign.isprintable() else spelled(number)
        return self.cased(plain) if sign.isalpha() else plain

    def cased(self, text: str) -> str:
        """The text with the flag for case, where it is not that of the whole pattern."""
        if ("i" in self.scope.on) == ("i" in self.base.on):
            return text
        return f"(?{'' if 'i' in self.scope.on else '-'}i:{text})"

    def numbered(self, digits: str) -> str:
        """``\\0`` to ``\\077`` are characters, the others refer to groups."""
        if (match := OCTAL.match(digits)) is not None:
            rest = map(self.literal, map(ord, digits[match.end() :]))
            return self.literal(int(match[0], 8)) + "".join(rest)
        if len(digits) > 1 or not self.engine.backtracks:
            raise refused(self.token[0])
        return self.cased(f"(?:\\{digits})")

    def escaped(self, sign: str) -> str:
        engine = self.engine
        followed = self.token.string[self.token.end() :]
        if sign.lower() in engine.kinds and sign not in engine.ones:
            return bracket(f"[\\{sign}]", engine, "i" in self.scope.on)
        if sign in engine.ones:
            return self.literal(engine.ones[sign])
        if sign == "E" and engine.backtracks:
            return self.nothing()
        if sign in engine.places and not (sign == "N" and followed.startswith("{")):
            at = engine.places[sign]
            return at if sign in "NR" else self.place(at)
        if (sign.isascii() and sign.isalnum()) or (
            not sign.isascii() and engine is not PCRE
        ):
            raise refused(self.token[0])
        return self.literal(ord(sign))
