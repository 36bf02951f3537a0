"""The verdict on a pattern as policies hold it; computed once for each."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache, partial

from corslint.allow_origin import OriginPattern, Syntax
from corslint.patterns.alphabet import OF_ORIGINS
from corslint.patterns.building import Mode
from corslint.patterns.dialects import python
from corslint.patterns.instructions import compiled
from corslint.patterns.judging import Accepts, Unknown, Unsafe, Verdict, judge
from corslint.patterns.lowering import Form, glob, regex
from corslint.patterns.parsing import UnreadablePatternError
from corslint.patterns.sendable import nobody_fits


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and the form of the pattern where it could be read."""

    verdict: Verdict
    form: Form | None = None


def judged(part: OriginPattern) -> Judged:
    return of_text(part.text, part.mode, part.ignore_case, part.syntax)


def dead(part: OriginPattern) -> bool:
    """Whether it is certain that no origin fits that a browser or an app can send."""
    return dead_text(part.text, part.mode, part.ignore_case, part.syntax)


@lru_cache(maxsize=512)
def dead_text(text: str, mode: str, ignore_case: bool, syntax: Syntax) -> bool:
    found = of_text(text, mode, ignore_case, syntax)
    unsafe = isinstance(found.verdict, Unsafe)
    return not unsafe and found.form is not None and nobody_fits(found.form)


def form_of(part: OriginPattern) -> Form:
    """Raises ``UnreadablePatternError``."""
    return lowered(part.text, part.mode, part.ignore_case, part.syntax)


@lru_cache(maxsize=512)
def lowered(text: str, mode: str, ignore_case: bool, syntax: Syntax) -> Form:
    if syntax is Syntax.GLOB:
        return glob(text)
    plain, flags = in_python(text, ignore_case, syntax)
    if mode == "first":
        first = compiled(plain, OF_ORIGINS, flags)
        return replace(regex(plain, Mode.FULL, flags), first=first)
    return regex(plain, Mode(mode), flags)


@lru_cache(maxsize=512)
def of_text(text: str, mode: str, ignore_case: bool, syntax: Syntax) -> Judged:
    try:
        form = lowered(text, mode, ignore_case, syntax)
        if syntax is Syntax.GLOB:
            return Judged(judge(form, partial(fnmatchcase, pat=text)), form)
        plain, flags = in_python(text, ignore_case, syntax)
        return Judged(judge(form, predicate(plain, form, flags)), form)
    except UnreadablePatternError as error:
        return Judged(Unknown(str(error)))


def in_python(text: str, ignore_case: bool, syntax: Syntax) -> tuple[str, int]:
    """A pattern as Python writes it, and its flags. Raises ``UnreadablePatternError``."""
    if syntax is not Syntax.PYTHON:
        return python(text, syntax, ignore_case), re.NOFLAG
    return text, re.IGNORECASE if ignore_case else re.NOFLAG


def predicate(text: str, form: Form, flags: int) -> Accepts:
    """The pattern as ``re`` applies it, compiled when it is first asked."""
    made: list[re.Pattern[str]] = []

    def accepts(origin: str) -> bool:
        if not made:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                made.append(re.compile(text, flags))
        if form.first is not None:
            found = made[0].search(origin)
            return found is not None and found[0] == origin
        fits = {
            Mode.MATCH: made[0].match,
            Mode.SEARCH: made[0].search,
            Mode.FULL: made[0].fullmatch,
        }
        return fits[form.mode](origin) is not None

    return accepts
