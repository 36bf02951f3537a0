"""The verdict on a pattern as policies hold it; computed once for each."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache, partial

from corslint.patterns.building import Mode
from corslint.patterns.dialects import python
from corslint.patterns.judging import Accepts, Unknown, Verdict, judge
from corslint.patterns.lowering import Form, glob, regex
from corslint.patterns.parsing import UnreadablePatternError
from corslint.policy import OriginPattern, Syntax


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and the form of the pattern where it could be read."""

    verdict: Verdict
    form: Form | None = None


def judged(part: OriginPattern) -> Judged:
    return of_text(part.text, part.mode, part.ignore_case, part.syntax)


def form_of(part: OriginPattern) -> Form:
    """Raises ``UnreadablePatternError``."""
    return lowered(part.text, part.mode, part.ignore_case, part.syntax)


@lru_cache(maxsize=512)
def lowered(text: str, mode: str, ignore_case: bool, syntax: Syntax) -> Form:
    if syntax is Syntax.GLOB:
        return glob(text)
    return regex(plain(text, syntax), Mode(mode), flags_of(ignore_case))


@lru_cache(maxsize=512)
def of_text(text: str, mode: str, ignore_case: bool, syntax: Syntax) -> Judged:
    try:
        form = lowered(text, mode, ignore_case, syntax)
        if syntax is Syntax.GLOB:
            return Judged(judge(form, partial(fnmatchcase, pat=text)), form)
        accepts = predicate(plain(text, syntax), form.mode, flags_of(ignore_case))
        return Judged(judge(form, accepts), form)
    except UnreadablePatternError as error:
        return Judged(Unknown(str(error)))


def plain(text: str, syntax: Syntax) -> str:
    """The pattern in the words of Python. Raises ``UnreadablePatternError``."""
    return python(text) if syntax is Syntax.PCRE else text


def flags_of(ignore_case: bool) -> int:
    return re.IGNORECASE if ignore_case else re.NOFLAG


def predicate(text: str, mode: Mode, flags: int) -> Accepts:
    """The pattern as ``re`` applies it, compiled when it is first asked."""
    compiled: list[re.Pattern[str]] = []

    def accepts(origin: str) -> bool:
        if not compiled:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compiled.append(re.compile(text, flags))
        fits = {
            Mode.MATCH: compiled[0].match,
            Mode.SEARCH: compiled[0].search,
            Mode.FULL: compiled[0].fullmatch,
        }
        return fits[mode](origin) is not None

    return accepts
