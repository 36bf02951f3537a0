"""Which routes ``CORS_URLS_REGEX`` covers, in the words of a policy."""

from __future__ import annotations

import re

from corslint.libraries.django_cors_headers.values import Plain, Regex

EVERYTHING = frozenset({"*", "/*"})
NO_GLOB = re.compile(r"[\[\](){}|?+^$\\]|\*.")


def scope(value: Plain) -> tuple[str, ...]:
    """The paths as a glob where the pattern is that plain, else as the pattern.

    Empty for every path, and where the pattern cannot be read.
    """
    match value:
        case str(text) | Regex(text=text):
            glob = globbed(text)
            if glob in EVERYTHING:
                return ()
            return (text if NO_GLOB.search(glob) else glob,)
        case _:
            return ()


def globbed(text: str) -> str:
    """A plain pattern such as ``^/api/.*$`` as a glob: ``re.match`` needs no ``^``."""
    start = text.removeprefix("^")
    whole = start.removesuffix("$") if start.endswith("$") else f"{start}.*"
    return re.sub(r"\\(\W)", r"\1", re.sub(r"(?:\.\*)+", "*", whole))
