"""Header names that look like those of CORS and that no browser knows."""

from __future__ import annotations

from corslint.header_names import slip
from corslint.nginx.headers import Header
from corslint.nginx.text import filled_in
from corslint.observation import Effect, UnknownOption


def misspelt(header: Header) -> UnknownOption | None:
    """The observation on a name that is no CORS header but looks like one."""
    if filled_in(header.name) is not None or not header.value.text:
        return None
    found = slip(header.name, "nginx")
    if found is None:
        return None
    meant, consequence = found
    return UnknownOption(header.name, header.name_span, Effect.IGNORED, consequence, meant)
