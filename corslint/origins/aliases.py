"""Other names of an origin: the same page under another address is another origin."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.origins.places import split

LOCAL = ("localhost", "127.0.0.1")
"""A development server answers by either name, and prints one of them."""


def aliases(origin: str) -> Iterator[str]:
    """The origins that a page of ``origin`` may have as well."""
    parts = split(origin)
    if parts is None or parts[0] not in {"http", "https"}:
        return
    scheme, host = parts
    port = origin.removeprefix(f"{scheme}://{host}")
    if host in LOCAL:
        yield from (f"{scheme}://{other}{port}" for other in LOCAL if other != host)
    elif scheme == "http":
        yield f"https://{host}{port}"
