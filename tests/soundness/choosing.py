"""Draws abstract CORS programs, the usual ones more often than the odd ones."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from origin_guards import (
    COLLECTIONS,
    KEPT,
    PATTERNS,
    QUANTIFIED,
    TEXTS,
    URLS,
    Both,
    Guard,
    Inverse,
    Member,
    Regex,
    Some,
    Text,
    Url,
)
from programs import (
    ASIDE,
    ASKED,
    COLLECTED,
    CREDENTIALS,
    FALLBACKS,
    NAMES,
    PREFLIGHTS,
    READINGS,
    SHAPES,
    VALUES,
    VARIES,
    Program,
)

POOL = (
    "https://a.example",
    "https://b.example",
    "https://api.a.example",
    "http://localhost:3000",
    "https://c.example:8443",
)
SMALL = st.integers(min_value=0, max_value=59)


def weighted(options: Sequence[str], usual: int) -> st.SearchStrategy[str]:
    """Any option; the first ``usual`` ones about half of the time."""
    return st.one_of(st.sampled_from(options[:usual]), st.sampled_from(options))


def chosen(options: dict[str, str]) -> st.SearchStrategy[str]:
    return st.sampled_from(list(options))


named = st.lists(st.sampled_from(POOL), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def members(draw: st.DrawFn, origins: tuple[str, ...]) -> Guard:
    kept = draw(weighted(KEPT, 3))
    listed = draw(st.booleans()) or kept in {"comprehension", "environment", "stripped"}
    extra = () if listed or draw(st.integers(0, 5)) else ("null",)
    return Member((*origins, *extra), draw(st.sampled_from(list(COLLECTIONS))), kept)


def simple(origins: tuple[str, ...]) -> st.SearchStrategy[Guard]:
    one = st.just(origins)
    regexes = st.builds(
        Regex,
        one,
        chosen(PATTERNS),
        st.sampled_from(("match", "fullmatch", "search")),
        st.booleans(),
        st.booleans(),
    )
    return st.one_of(
        members(origins),
        members(origins),
        st.builds(Text, one, chosen(TEXTS)),
        st.builds(Text, one, chosen(TEXTS)),
        regexes,
        st.builds(Url, one, chosen(URLS), st.booleans()),
        st.builds(Some, one, chosen(QUANTIFIED)),
    )


def guards(origins: tuple[str, ...]) -> st.SearchStrategy[Guard]:
    plain = simple(origins)
    operators = st.sampled_from(("and", "or"))
    return st.one_of(
        plain,
        plain,
        plain,
        st.builds(Both, plain, plain, operators),
        st.builds(Inverse, plain),
    )


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Any program that ``Program`` can describe."""
    origins = draw(named)
    return Program(
        named=origins,
        reading=draw(weighted(READINGS, 1)),
        spelling=draw(SMALL),
        guard=draw(guards(origins)),
        asked=draw(weighted(ASKED, 2)),
        shape=draw(weighted(SHAPES, 5)),
        careful=draw(st.integers(0, 7)) > 0,
        value=draw(weighted(VALUES, 1)),
        fallback=draw(weighted(FALLBACKS, 1)),
        credentials=draw(weighted(CREDENTIALS, 3)),
        vary=draw(weighted(VARIES, 3)),
        methods=draw(st.booleans()),
        headers=draw(st.booleans()),
        expose=draw(st.booleans()),
        age=draw(st.booleans()),
        writer=draw(SMALL),
        collected=draw(weighted(COLLECTED, 1)),
        place=draw(SMALL),
        preflight=draw(weighted(PREFLIGHTS, 2)),
        aside=draw(weighted(ASIDE, 1)),
        names=draw(weighted(NAMES, 1)),
    )
