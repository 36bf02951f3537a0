"""Lists of origins in one text, as tools take them apart."""

from __future__ import annotations


def by_commas(text: str) -> list[str]:
    """Each entry stripped; an empty one stays, of an empty text none."""
    return [entry.strip() for entry in text.split(",")] if text else []
