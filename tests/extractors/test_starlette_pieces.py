"""Which pieces of a text are origins that get in, and which of them a stranger can own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corslint.libraries.kit.pieces import admitted, named, stranger


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("https://app.example.com", ("https://app.example.com",)),
        ("https://a.io,http://b.io:81", ("https://a.io", "http://b.io:81")),
        ("https://a.io http://b.io", ("https://a.io", "http://b.io")),
        ("https://a.io/path/", ("https://a.io",)),
        ("['https://a.io', \"https://b.io\"]", ("https://a.io", "https://b.io")),
        ("capacitor://localhost", ("capacitor://localhost",)),
        ("https://A.io", ()),
        ("a.io", ()),
        ("", ()),
    ],
)
def test_named(text: str, origins: tuple[str, ...]) -> None:
    assert named(text) == origins


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://app.example.com", "https://app.example.co"),
        ("https://app.example.com:8443", "https://app.example.co"),
        ("https://example.com.au", "https://example.com"),
        ("https://api.me.workers.dev", "https://api.me.workers.de"),
        ("https://example.co,https://example.com", None),
        ("https://a.example", None),
        ("http://localhost:3000", None),
        ("http://192.168.1.10:3000", None),
        ("https://nullable.example", "null"),
        ("https://a.example,null", None),
        ("", None),
    ],
)
def test_stranger(text: str, origin: str | None) -> None:
    assert stranger(text) == origin


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", {}),
        ("a.example", {}),
        (
            "http://localhost:30 https://a.example",
            {
                "http://localhost:30": (
                    "http://localhost:30",
                    "http://localhost:3",
                    "http://localhost",
                ),
                "https://a.example": ("https://a.example",),
            },
        ),
        (
            "https://x.example.com:8",
            {
                "https://x.example.com:8": (
                    "https://x.example.com:8",
                    "https://x.example.com",
                    "https://x.example.co",
                )
            },
        ),
        ("null", {"null": ("null",)}),
        ("HTTPS://nulls", {"null": ("null",)}),
    ],
)
def test_admitted(text: str, origins: dict[str, tuple[str, ...]]) -> None:
    assert admitted(text) == origins


LABELS = st.text("abcdeimnot-", min_size=1, max_size=6)
HOSTS = st.lists(LABELS, min_size=1, max_size=4).map(".".join)


@given(st.lists(HOSTS.map("https://{}".format), max_size=4).map(",".join))
def test_a_stranger_is_always_a_piece_that_is_not_meant(text: str) -> None:
    found = stranger(text)
    if found is not None:
        assert found in text
        assert found not in text.split(",")
    assert all(origin in text for origin in named(text))
    assert all(origin in text for them in admitted(text).values() for origin in them)
