"""Whether words name rules, told without loading the rules.

A configuration that names rules is read on every commit; reading the whole rule book to
find it right would cost more than the rest of a run that finds nothing to check.
"""

from __future__ import annotations

import os

from corslint.discovery.files import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = (os.path.join(HERE, "_rules"), os.path.join(os.path.dirname(HERE), "rules"))
SUFFIX = ".toml"
KEY = '\nid = "'
FAMILY = "CORS"
EVERY = "ALL"


def all_known(words: Iterable[str]) -> bool:
    """Whether each word certainly selects a rule; False means: ask the rule book."""
    rules = identities()
    return all(known(word.strip(), rules) for word in words)


def known(word: str, rules: dict[str, str]) -> bool:
    upper = word.upper()
    return (
        upper == EVERY
        or word.lower() in rules
        or (upper.startswith(FAMILY) and any(x.startswith(upper) for x in rules.values()))
    )


def identities() -> dict[str, str]:
    """Rule names to ids, empty where the rules do not lie in a folder."""
    for folder in filter(os.path.isdir, FOLDERS):
        return {
            name.removesuffix(SUFFIX): identity(os.path.join(folder, name))
            for name in os.listdir(folder)
            if name.endswith(SUFFIX)
        }
    return {}


def identity(path: str) -> str:
    text = "\n" + read(path).decode("utf-8", "replace")
    return text.partition(KEY)[2].partition('"')[0]
