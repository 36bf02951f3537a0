"""What to write instead: an allowlist in a map."""

from __future__ import annotations

from corslint.allow_origin import AllowOrigin, OriginEntry, OriginList, parts_of
from corslint.origin import NULL, corrected, malformed
from corslint.value import Value, possible

PLACEHOLDER = "https://app.example.com"
MOST = 5


def remedy(origins: AllowOrigin, credentials: Value[str | None]) -> str:
    """Sentences with the statements to write, naming the origins that were meant."""
    names = list(dict.fromkeys(meant(origins))) or [PLACEHOLDER]
    rows = " ".join(f'"{name}" $http_origin;' for name in names[:MOST])
    lines = [
        "add_header Access-Control-Allow-Origin $cors_origin always;",
        "add_header Vary Origin always;",
    ]
    if "true" in possible(credentials):
        lines.insert(1, "add_header Access-Control-Allow-Credentials true always;")
    return (
        f'In nginx, write `map $http_origin $cors_origin {{ default ""; {rows} }}` in '
        f"`http`, then `{' '.join(lines)}` in the location: an empty value sends no header."
    )


def meant(origins: AllowOrigin) -> list[str]:
    lists = (part for part in parts_of(origins) if isinstance(part, OriginList))
    return [name for part in lists for one in part.entries for name in names_of(one)]


def names_of(one: OriginEntry) -> list[str]:
    items = [item.strip("'\"[]") for item in one.text.replace(",", " ").split()]
    found = [corrected(item) for item in items]
    return [
        name
        for name in found
        if name is not None and name not in (NULL, "*") and malformed(name) is None
    ]
