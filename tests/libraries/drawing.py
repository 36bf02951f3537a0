"""Option values that nobody chose, as source text: usual ones, odd ones, wrong ones."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

Source = st.SearchStrategy[str]

ORIGINS = (
    "https://app.example.com",
    "https://a.example",
    "https://b.example.org:8443",
    "http://a.example",
    "https://evil.example",
    "https://app.example.co",
    "https://x.a.example",
    "https://A.example",
    "null",
)
"""Those that are asked about."""

ENTRIES = (
    "*",
    "",
    "https://a.example/",
    "a.example",
    "https://*.example",
    "https://*.a.example",
    "https://a.*",
    "https://[ab].example",
    "^https://a",
    *ORIGINS,
)
METHODS = ("GET", "PUT", "put", "DELETE", "*", "")
HEADERS = ("*", "X-Custom", "x-custom", "Authorization", "accept", "")
PATTERNS = (
    r"https://a\.example",
    r"https://.*\.example",
    r".*",
    r"^https://(a|x\.a)\.example$",
)
NO_TEXTS = ("None", "True", "False", "7")


def texts(pool: Sequence[str]) -> Source:
    """One text, or several in one."""
    one = st.sampled_from(pool)
    several = st.lists(one, min_size=2, max_size=3)
    joined = st.tuples(st.sampled_from((",", ", ", " ", ";")), several)
    return st.one_of(one, joined.map(lambda pair: pair[0].join(pair[1]))).map(repr)


def collections(pool: Sequence[str]) -> Source:
    items = st.lists(st.sampled_from(pool), max_size=3)
    odd = st.lists(st.sampled_from([*map(repr, pool), "None", "1"]), max_size=2)
    return st.one_of(
        items.map(repr),
        items.map(lambda found: repr(tuple(found))),
        items.map(lambda found: f"{{{', '.join(map(repr, found))}}}" if found else "set()"),
        items.map(lambda found: f"{','.join(found)!r}.split(',')"),
        odd.map(lambda found: f"[{', '.join(found)}]"),
    )


def several(pool: Sequence[str]) -> Source:
    return st.one_of(collections(pool), texts(pool), st.sampled_from(NO_TEXTS))


def compiled() -> Source:
    flags = st.sampled_from(("", ", re.I"))
    return st.tuples(st.sampled_from(PATTERNS), flags).map(
        lambda pair: f"re.compile({pair[0]!r}{pair[1]})"
    )


def origins() -> Source:
    """For an option that lists origins."""
    patterns = st.lists(compiled(), min_size=1, max_size=2)
    listed = patterns.map(lambda found: f"[{', '.join(found)}]")
    return st.one_of(several(ENTRIES), several(ENTRIES), compiled(), listed)


def switch() -> Source:
    return st.sampled_from(("True", "False", "'false'", "''", "None", "0", "1"))


def number() -> Source:
    return st.sampled_from(("0", "600", "86400", "'60'", "None", "-1"))
