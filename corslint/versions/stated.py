"""What one file says about the versions of packages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corslint.source import Span


@dataclass(frozen=True, slots=True)
class Stated:
    """``specifier`` is as in PEP 440: ``==4.4.0``, ``>=3,<4``, "" for any version.

    ``locked``: a tool wrote down what is installed.
    """

    package: str
    specifier: str
    span: Span
    locked: bool = False


def normal(name: str) -> str:
    """A package's name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
