"""Patterns written for one folder, made to fit paths that are shown from another."""

from __future__ import annotations

import os

from corslint.discovery.files import inside
from corslint.discovery.ignore import SPECIAL, Pattern, component, patterns


def rebased(glob: str, base: str, here: str) -> tuple[str, ...]:
    """``glob``, relative to the folder ``base``, for paths as shown in the folder ``here``.

    Paths are shown relative to ``here``, upward (``../x.py``) or absolute: one pattern for
    each. One without a slash inside matches at any depth below ``base``, not above it.
    """
    listed = list(patterns(glob))
    if not listed:
        return ()
    pattern = listed[0]
    parts = ("**", *pattern.parts) if pattern.floating else pattern.parts
    base, here = (os.path.abspath(folder).replace(os.sep, "/") for folder in (base, here))
    found = [below(literal(base), parts, pattern)]
    if inside(here, base):
        folders = [name for name in here.removeprefix(base).split("/") if name]
        for ups in range(len(folders) + 1):
            rests = after(parts, folders[: len(folders) - ups])
            found += [below("/.." * ups, rest, pattern) for rest in rests]
    else:
        away = os.path.relpath(base, here).replace(os.sep, "/")
        found.append(below(f"/{literal(away)}", parts, pattern))
    return tuple(dict.fromkeys(found))


def below(folder: str, parts: tuple[str, ...], pattern: Pattern) -> str:
    """The pattern whose remaining ``parts`` stand in ``folder``; no parts: all in there."""
    if not parts:
        return f"{folder}/**"
    return f"{folder.rstrip('/')}/{'/'.join(parts)}{'/' * pattern.folders_only}"


def after(parts: tuple[str, ...], folders: list[str]) -> list[tuple[str, ...]]:
    """What is left of a pattern, in every way, once it has led through ``folders``.

    An empty rest: the pattern matches one of the folders, so everything below.
    """
    rests = [parts]
    for folder in folders:
        if () in rests:
            return [()]
        rests = [rest for before in rests for rest in step(before, folder)]
    return list(dict.fromkeys(rests))


def step(parts: tuple[str, ...], folder: str) -> list[tuple[str, ...]]:
    first, rest = parts[0], parts[1:]
    if first == "**":
        return [parts, *(step(rest, folder) if rest else ())]
    matches = component(first)
    return [rest] if matches is not None and matches(folder) else []


def literal(path: str) -> str:
    """``path`` as a pattern that matches nothing else."""
    return SPECIAL.sub(lambda found: f"\\{found[0]}", path)
