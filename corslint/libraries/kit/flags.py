"""Options of a tool where they are no Python: flags and environment variables."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from corslint.deployments.deployment import Setting
from corslint.evaluate.things import Listing, Trace, Unknown
from corslint.libraries.kit.things import thing_of
from corslint.libraries.kit.uses import Given
from corslint.source import Span
from corslint.syntax.words import Command, Word

UNTOLD = "what fills it in is not known"
NO_VALUE = "no value follows"
TALKING = frozenset(
    """: [ alias apk apt apt-get awk brew cat cd conda cp curl dnf echo error git grep hash
    info kill killall log ls mamba man micromamba mkdir mv pgrep pip pip3 pkill printf ps
    read return rm sed systemctl tee test touch trap type warn wget whereis which
    yum""".split()
)
"""Commands that name a program without running it, unless their next word is ``run``."""

OPTION = re.compile(r"--?[A-Za-z]")

Reading: TypeAlias = Callable[[str], object]
"""What a tool makes of a text. Where it raises ValueError, the text itself stays."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How ``option`` is written where it is no Python.

    ``key`` is its place in the tool's own file, ``reads`` what is made of a text, and
    ``listed`` what is made of a variable's where a flag has one entry each time it is
    ``repeated``. ``alone`` is what a flag stands for that takes no value.
    """

    option: str
    flags: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    reads: Reading = str
    listed: Reading | None = None
    repeated: bool = False
    alone: object = None


Spellings: TypeAlias = tuple[Spelling, ...]


def handed(programs: tuple[tuple[str, ...], ...], words: Command) -> Command | None:
    """The words that a program is given; None where none of ``programs`` is run."""
    texts = [posixpath.basename(word.text or "") for word in words]
    if not texts or (texts[0] in TALKING and texts[1:2] != ["run"]):
        return None
    for program in programs:
        for start in range(len(texts) - len(program) + 1):
            end = start + len(program)
            if tuple(texts[start:end]) == program:
                return words[end:]
    return None


def of_environment(
    spellings: Spellings, environment: Mapping[str, Setting]
) -> dict[str, Given]:
    found = {}
    for each in spellings:
        for name in each.variables:
            if (setting := environment.get(name)) is not None:
                trace = Trace(setting.span, setting.via)
                reads = each.listed or each.reads
                found[each.option] = read(reads, setting.value, trace, setting.span)
    return found


def of_flags(spellings: Spellings, words: Command) -> dict[str, Given]:
    """The flags among ``words``: of one that is given twice the last counts.

    Behind ``--`` there are none any more.
    """
    spelled = {flag: each for each in spellings for flag in each.flags}
    found: dict[str, Given] = {}
    for number, word in enumerate(words):
        if word.text == "--":
            break
        flag, equals, rest = word.start.partition("=")
        each = spelled.get(flag)
        if each is None or (word.text is None and not equals):
            continue
        following = words[number + 1] if number + 1 < len(words) else None
        given = with_value(each, word, rest) if equals else alone(each, word, following)
        before = found.get(each.option)
        found[each.option] = given if not each.repeated else added(before, given)
    return found


def with_value(each: Spelling, word: Word, text: str) -> Given:
    """``--flag=value``."""
    trace = Trace(word.span, variables=word.variables)
    return read(each.reads, None if word.text is None else text, trace, word.span)


def alone(each: Spelling, word: Word, following: Word | None) -> Given:
    """``--flag value``, or a flag that takes none."""
    if each.alone is not None:
        return Given(thing_of(each.alone, Trace(word.span)), word.span)
    if following is None or OPTION.match(following.start):
        return Given(Unknown(NO_VALUE, Trace(word.span)), word.span)
    trace = Trace(following.span, variables=following.variables)
    return read(each.reads, following.text, trace, following.span)


def added(before: Given | None, given: Given) -> Given:
    """An entry more."""
    items = [given.thing]
    if before is None or not isinstance(before.thing, Listing):
        return Given(Listing("list", items, given.thing.trace), given.place)
    listed = Listing("list", [*before.thing.items, *items], before.thing.trace)
    return Given(listed, before.place)


def read(reads: Reading, text: str | None, trace: Trace, place: Span) -> Given:
    if text is None:
        return Given(Unknown(UNTOLD, trace), place)
    try:
        value = reads(text)
    except (ValueError, RecursionError):
        value = text
    return Given(thing_of(value, trace), place)
