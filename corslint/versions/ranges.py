"""Specifiers of versions (PEP 440), and which known version stands for one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

LOWER = re.compile(r"(?:>=|~=)\s*(\d[\w.+!-]*)|==\s*(\d[\d.]*)\.\*")
UPPER = re.compile(r"<")


def exact(specifier: str) -> str | None:
    """The only version that a specifier allows."""
    found = re.fullmatch(r"={2,3}\s*(\d[\w.+!-]*)", specifier.strip())
    return found[1] if found else None


def specifiers(text: str) -> SpecifierSet | None:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def before(version: str, limit: str) -> bool:
    """Whether a version is older than another; one that cannot be read is not."""
    try:
        return Version(version) < Version(limit)
    except InvalidVersion:
        return False


def ordered(versions: Iterable[str]) -> list[str]:
    """Each once, the newest first."""
    return sorted(dict.fromkeys(versions), key=Version, reverse=True)


def representative(specifier: str, known: Sequence[str]) -> str | None:
    """The newest of ``known`` that a specifier allows, else the least that it asks for.

    ``known`` has the newest first. Where all are too new the oldest stands for those
    before it; None where nothing can be told.
    """
    wanted = specifiers(specifier)
    fitting = (each for each in known if wanted is None or wanted.contains(each, True))
    return next(fitting, None) or least(specifier) or too_new(specifier, known)


def least(specifier: str) -> str | None:
    found = [a or b for a, b in LOWER.findall(specifier)]
    wanted = specifiers(specifier)
    fitting = [each for each in found if wanted is None or wanted.contains(each, True)]
    return fitting[0] if fitting else None


def too_new(specifier: str, known: Sequence[str]) -> str | None:
    upper_only = UPPER.search(specifier) and not re.search("[>~=](?!=)", specifier)
    return known[-1] if upper_only and known else None
