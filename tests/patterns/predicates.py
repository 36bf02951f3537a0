"""Tests of origins by the names that ``origin_patterns.json`` gives them.

``form`` lowers one for the search; ``predicate`` is the same test as Python runs it, written
independently, after ``api_semantics`` in that file.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from corslint.allow_origin import Syntax
from corslint.patterns import lowering
from corslint.patterns.building import Mode
from corslint.patterns.lowering import Form

MATCHING = {"re.match", "django-cors-headers"}
SEARCHING = {"re.search"}
WHOLE = {"re.fullmatch", "starlette"}
FOREIGN = {
    "nginx ~": Mode.SEARCH,
    "nginx ~*": Mode.SEARCH,
    "nginx map ~": Mode.SEARCH,
    "apache SetEnvIf": Mode.SEARCH,
    "traefik originAllowListRegex": Mode.SEARCH,
    "envoy safe_regex": Mode.FULL,
}
"""PCRE and RE2."""

OF_RE2 = {"traefik originAllowListRegex", "envoy safe_regex"}

BY_HAND = {
    r"^https://[[:alnum:]-]+\.tessera\.io$": r"^https://[a-zA-Z0-9-]+\.tessera\.io$",
    r"^https://(?<sub>[a-z]+)\.papaya\.app$": r"^https://[a-z]+\.papaya\.app$",
    r"\Qhttps://acme.io\E": r"https://acme\.io",
    r"\Ahttps://(?i:LUMEN)\.dev\z": r"\Ahttps://(?i:LUMEN)\.dev\Z",
}
"""What Python does not read as they do, written for Python."""

REGEX_SIGNS = set("*\\]?$^[()")
"""By which Flask-CORS 6.0.5 takes a text for a regular expression."""


@dataclass(frozen=True)
class Row:
    """One test of origins with its answer."""

    id: str
    api: str
    pattern: str | list[str]
    flags: str
    safe: bool
    intended: list[str]
    dead: bool

    @property
    def text(self) -> str:
        assert isinstance(self.pattern, str)
        return self.pattern

    @property
    def texts(self) -> list[str]:
        return [self.pattern] if isinstance(self.pattern, str) else self.pattern

    @property
    def options(self) -> int:
        """The flags of ``re``, whose letters the file uses."""
        folds = self.api in {"nginx ~*", "flask-cors"}
        letters = {*self.flags.upper(), *("I" if folds else "")}
        return sum(re.RegexFlag[each] for each in letters)


def row(given: Mapping[str, object]) -> Row:
    pattern, intended = given["pattern"], given["intended"]
    assert isinstance(pattern, str | list)
    assert isinstance(intended, list)
    return Row(
        str(given["id"]),
        str(given["api"]),
        pattern,
        str(given["flags"]),
        bool(given["safe"]),
        intended,
        "dead" in str(given["residual"]),
    )


def form(row: Row) -> Form:
    if row.api in MATCHING:
        return lowering.regex(row.text, Mode.MATCH, row.options)
    if row.api in FOREIGN:
        syntax = Syntax.RE2 if row.api in OF_RE2 else Syntax.PCRE
        folds = bool(row.options & re.IGNORECASE)
        return lowering.foreign_regex(row.text, FOREIGN[row.api], syntax, folds)
    if row.api in SEARCHING:
        return lowering.regex(row.text, Mode.SEARCH, row.options)
    if row.api in WHOLE:
        return lowering.regex(row.text, Mode.FULL, row.options)
    if row.api == "flask-cors":
        if REGEX_SIGNS & set(row.text):
            return lowering.regex(row.text, Mode.MATCH, row.options)
        return lowering.regex(re.escape(row.text), Mode.FULL, row.options)
    if row.api in {"==", "in-list"}:
        return lowering.equal(row.texts)
    if row.api == "hostname-in-list":
        several = isinstance(row.pattern, list)
        return lowering.host_among(row.texts) if several else lowering.host_inside(row.text)
    if row.api in BY_TEXTS:
        return BY_TEXTS[row.api](*row.texts)
    return BY_TEXT[row.api](row.text)


BY_TEXTS: dict[str, Callable[..., Form]] = {
    "startswith": lowering.starting,
    "endswith": lowering.ending,
    "netloc.endswith": lowering.ending,
    "hostname.endswith": lowering.host_ending,
}
BY_TEXT: dict[str, Callable[[str], Form]] = {
    "in-substring": lowering.containing,
    "in-string-list": lowering.inside,
    "fnmatch": lowering.glob,
    "s3 wildcard": lowering.wildcard,
}


def predicate(row: Row) -> Callable[[str], bool]:
    if row.api in MATCHING | SEARCHING | WHOLE | FOREIGN.keys() | {"flask-cors"}:
        return by_regex(row)

    def accepts(origin: str) -> bool:
        return run(row, origin, urlsplit(origin).hostname or "")

    return accepts


def by_regex(row: Row) -> Callable[[str], bool]:
    if row.api == "flask-cors" and not REGEX_SIGNS & set(row.text):
        return lambda origin: origin.lower() == row.text.lower()
    compiled = re.compile(BY_HAND.get(row.text, row.text), row.options)
    if row.api in WHOLE or FOREIGN.get(row.api) is Mode.FULL:
        return lambda origin: compiled.fullmatch(origin) is not None
    if row.api in MATCHING | {"flask-cors"}:
        return lambda origin: compiled.match(origin) is not None
    return lambda origin: compiled.search(origin) is not None


def run(row: Row, origin: str, host: str) -> bool:
    match row.api:
        case "startswith":
            return origin.startswith(tuple(row.texts))
        case "endswith":
            return origin.endswith(tuple(row.texts))
        case "netloc.endswith":
            return urlsplit(origin).netloc.endswith(tuple(row.texts))
        case "hostname.endswith":
            return host.endswith(tuple(row.texts))
        case "in-substring":
            return row.text in origin
        case "in-string-list":
            return origin in row.text
        case "in-list" | "==":
            return origin in row.texts
        case "hostname-in-list":
            return host in (row.text if isinstance(row.pattern, str) else row.texts)
        case "fnmatch":
            return fnmatch.fnmatchcase(origin, row.text)
        case "s3 wildcard":
            pattern = re.escape(row.text).replace(r"\*", ".*")
            return re.fullmatch(pattern, origin) is not None
        case _:
            raise KeyError(row.api)
