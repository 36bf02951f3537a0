"""The patterns of ``.gitignore`` files and of ``exclude``, matched within bounds.

The grammar is gitignore(5). A pattern is hostile input: as one regular expression, which
is what pathspec 1.1 makes of it, ``d/*a*a*a*a*a*b`` takes 23 seconds on a single name.
Here a path is matched folder by folder, and a ``*`` never goes back on what it took.
"""

from __future__ import annotations

import re
from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Component = Callable[[str], object] | None  # None: ``**``

SPECIAL = re.compile(r"[*?\[\\]")
SIMPLE_SUFFIX = re.compile(r"\*[^*?\[\\/]+\Z")
UNIT = re.compile(
    r"(?P<star>\*+)|(?P<any>\?)|\\(?P<escaped>.)"
    r"|\[(?P<negated>[!^]?)(?P<members>\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]"
    r"|(?P<plain>[^\[\\])",
    re.DOTALL,
)
MEMBER = re.compile(
    r"\[:(?P<posix>\w+):\]|\\?(?P<first>.)(?:-\\?(?P<last>[^\]]))?", re.DOTALL
)
POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "digit": "0-9",
    "lower": "a-z",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
NEVER = r"(?!)"


class Pattern:
    """One line: does it re-include, does it want folders, and what does it match?

    ``parts`` are the folder names from the ignore file down; ``floating`` patterns have
    one and match it at any depth.
    """

    __slots__ = ("floating", "folders_only", "parts", "reincludes")

    def __init__(self, line: str) -> None:
        self.reincludes = line.startswith("!")
        line = line[self.reincludes :]
        self.folders_only = line.endswith("/")
        line = line[: len(line) - self.folders_only]
        self.floating = "/" not in line
        self.parts = tuple(line.removeprefix("/").split("/"))


def patterns(text: str) -> Iterator[Pattern]:
    for line in text.removeprefix("\ufeff").split("\n"):
        line = line.removesuffix("\r")
        while line.endswith(" ") and not line.endswith("\\ "):
            line = line[:-1]
        if line.strip("!/") and not line.startswith("#"):
            yield Pattern(line)


class Group:
    """Neighbouring patterns that say the same, so that their order does not matter."""

    def __init__(self, ignores: bool) -> None:
        self.ignores = ignores
        self.names: set[str] = set()
        self.suffixes: tuple[str, ...] = ()
        self.globs: list[str] = []
        self.paths: set[str] = set()
        self.deep: list[tuple[str, ...]] = []

    def add(self, pattern: Pattern) -> None:
        text = "/".join(pattern.parts)
        if not SPECIAL.search(text):
            (self.names if pattern.floating else self.paths).add(text)
        elif not pattern.floating:
            self.deep.append(pattern.parts)
        elif SIMPLE_SUFFIX.match(text):
            self.suffixes += (text[1:],)
        else:
            self.globs.append(text)

    def matches(self, path: str, name: str) -> bool:
        return (
            name in self.names
            or name.endswith(self.suffixes)
            or path in self.paths
            or (bool(self.globs) and self.glob.match(name) is not None)
            or (bool(self.deep) and self.matches_deep(path.split("/")))
        )

    @cached_property
    def glob(self) -> re.Pattern[str]:
        return re.compile("|".join(map(regex, self.globs)))

    @cached_property
    def walks(self) -> list[tuple[Component, ...]]:
        return [tuple(map(component, parts)) for parts in self.deep]

    def matches_deep(self, parts: list[str]) -> bool:
        return any(leads(walk, parts) for walk in self.walks)


class IgnoreRules:
    """The patterns of one ignore file; the last one that matches decides."""

    def __init__(self, lines: Iterable[Pattern]) -> None:
        listed = list(lines)
        self.folders = grouped(listed)
        self.files = grouped(line for line in listed if not line.folders_only)

    def verdict(self, path: str, name: str, folder: bool) -> bool | None:
        """Ignored, not ignored, or None when no pattern matches.

        ``path`` is relative to the ignore file's folder and ends with ``name``.
        """
        for group in self.folders if folder else self.files:
            if group.matches(path, name):
                return group.ignores
        return None


def grouped(lines: Iterable[Pattern]) -> list[Group]:
    """Groups of patterns, the last written first."""
    groups: list[Group] = []
    for line in lines:
        if not groups or groups[-1].ignores is line.reincludes:
            groups.append(Group(ignores=not line.reincludes))
        groups[-1].add(line)
    return groups[::-1]


def leads(walk: tuple[Component, ...], parts: list[str]) -> bool:
    """Whether the components of a pattern lead through exactly these folder names."""
    reached = {0}
    for index, step in enumerate(walk):
        if step is None:
            inner = index == len(walk) - 1  # ``a/**`` is what lies in a, not a itself
            reached = set(range(min(reached) + inner, len(parts) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(parts) and step(parts[at])}
        if not reached:
            return False
    return len(parts) in reached


def component(text: str) -> Component:
    if text == "**":
        return None
    if not SPECIAL.search(text):
        return text.__eq__
    return re.compile(regex(text)).match


def regex(glob: str) -> str:
    """A regular expression for one folder or file name, in time linear in the name."""
    pieces, at = [""], 0
    while at < len(glob):
        unit = UNIT.match(glob, at)
        if unit is None:  # a bracket that never closes, a backslash before nothing
            return NEVER
        at = unit.end()
        if unit["star"]:
            pieces.append("")
        else:
            pieces[-1] += single(unit)
    first, *others = pieces
    if not others:
        return f"(?s:{first})\\Z"
    middle = "".join(f"(?>.*?{piece})" for piece in others[:-1])
    return f"(?s:{first}{middle}.*{others[-1]})\\Z"


def single(unit: re.Match[str]) -> str:
    """The expression for something that stands for exactly one character."""
    if unit["any"]:
        return "."
    if unit["members"] is None:
        return re.escape(unit["escaped"] or unit["plain"])
    members = "".join(map(member, MEMBER.finditer(unit["members"])))
    if unit["negated"]:
        return f"[^{members}]" if members else "."
    return f"[{members}]" if members else NEVER


def member(found: re.Match[str]) -> str:
    if found["posix"]:
        return POSIX.get(found["posix"], "")
    first, last = found["first"], found["last"]
    if last is None:
        return re.escape(first)
    return f"{re.escape(first)}-{re.escape(last)}" if first <= last else ""
