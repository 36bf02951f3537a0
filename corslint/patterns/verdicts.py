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


@lru_cache(maxsize=512)
def form_of(part: OriginPattern) -> Form:
    """Raises ``UnreadablePatternError``."""
    if part.syntax is Syntax.GLOB:
        return glob(part.text)
    plain = python(part.text) if part.syntax is Syntax.PCRE else part.text
    flags = re.IGNORECASE if part.ignore_case else re.NOFLAG
    return regex(plain, Mode(part.mode), flags)


@lru_cache(maxsize=512)
def of_text(text: str, mode: str, ignore_case: bool, syntax: Syntax) -> Judged:
    flags = re.IGNORECASE if ignore_case else re.NOFLAG
    try:
        if syntax is Syntax.GLOB:
            form = glob(text)
            return Judged(judge(form, partial(fnmatchcase, pat=text)), form)
        plain = python(text) if syntax is Syntax.PCRE else text
        form = regex(plain, Mode(mode), flags)
        return Judged(judge(form, predicate(plain, form.mode, flags)), form)
    except UnreadablePatternError as error:
        return Judged(Unknown(str(error)))


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
