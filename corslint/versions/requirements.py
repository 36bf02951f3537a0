"""requirements.txt and its like: one requirement a line, as pip reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement

from corslint.source import Source, Span
from corslint.versions.stated import Stated, normal

OPTIONS = re.compile(r"(?:^|\s)--?[A-Za-z].*$|(?:^|\s)#.*$")
"""What follows a requirement on its line: hashes and other options, a comment."""

LONGEST = 500


def requirements(source: Source) -> Iterator[Stated]:
    for number, line in enumerate(source.lines, 1):
        text = OPTIONS.sub("", line).rstrip("\\ \t\r\n")
        start = len(text) - len(text.lstrip())
        span = Span(source.path, number, start + 1, number, len(text) + 1)
        found = stated(text.strip(), span)
        if found is not None:
            yield found


def stated(text: str, span: Span) -> Stated | None:
    """One requirement of PEP 508; None for anything else, an address for example."""
    if not text or len(text) > LONGEST:
        return None
    try:
        found = Requirement(text)
    except InvalidRequirement:
        return None
    return Stated(normal(found.name), str(found.specifier), span)
