"""What names of files and deployments say about whom they are for."""

from __future__ import annotations

import re

LONGEST = 300
WORD = re.compile(r"[a-z0-9]+")
UNSERVED = frozenset(
    """ci debug dev devcontainer devel develop development e2e local test testing
    tests""".split()
)
"""What serves a developer or the tests."""

SHOWN = frozenset(
    """conftest demo demos example examples fixture fixtures mock mocks playground sample
    samples sandbox tutorial tutorials""".split()
)
"""What is there to be looked at."""

SERVED = frozenset({"live", "prod", "production", "release"})


def words(name: str) -> list[str]:
    """The words at the end of a name, in lower case."""
    return WORD.findall(name[-LONGEST:].lower())
