"""Lists in headers, as Werkzeug reads and writes them."""

from __future__ import annotations

from corslint.origin import WILDCARD
from corslint.wire import TOKEN


def allows(methods: list[str], asked: str | None) -> bool:
    known = {each.lower() for each in methods}
    return bool(asked) and ((asked or "").lower() in known or WILDCARD in known)


def granted(allowed: list[str], asked: tuple[str, ...]) -> list[str]:
    if WILDCARD in allowed:
        return list(asked)
    return sorted({each.lower() for each in allowed} & {each.lower() for each in asked})


def dumped(names: list[str]) -> str:
    """A header list as Werkzeug writes it: what is no token is quoted, even nothing."""
    return ", ".join(each if TOKEN.fullmatch(each) else quoted(each) for each in names)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
