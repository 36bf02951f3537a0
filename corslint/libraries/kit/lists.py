"""Texts of the environment as tools read them: lists and switches."""

from __future__ import annotations


def by_commas(text: str) -> list[str]:
    """Each entry stripped; an empty one stays, of an empty text none."""
    return [entry.strip() for entry in text.split(",")] if text else []


def is_true(text: str) -> bool:
    return text.strip().lower() == "true"


def between_commas(text: str) -> list[str]:
    """The entries as they are, blanks and all."""
    return text.split(",")
