"""What a script may send without a preflight: the safelists of the Fetch standard."""

from __future__ import annotations

import re
from collections.abc import Mapping

SAFELISTED_METHODS = frozenset({"GET", "HEAD", "POST"})
FORM_TYPES = frozenset(
    {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
)
UNSAFE_BYTES = re.compile(r'[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f]')
LANGUAGES = re.compile(r"[0-9A-Za-z *,\-.;=]*")
SIMPLE_RANGE = re.compile(r"bytes=(\d+)-(\d*)", re.ASCII)
LONGEST_SAFE_VALUE = 128
MOST_SAFE_BYTES = 1024
FORBIDDEN = frozenset(
    {"accept-charset", "accept-encoding", "connection", "content-length", "cookie"}
    | {"cookie2", "date", "dnt", "expect", "host", "keep-alive", "origin", "referer"}
    | {"set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "via"}
)
FORBIDDEN_PREFIXES = ("access-control-request-", "proxy-", "sec-")


def unsafe_names(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The header names that a preflight asks for, lower case and sorted.

    Fetch, "CORS-unsafe request-header names".
    """
    lowered = {name.lower(): value.strip(" \t") for name, value in headers.items()}
    fields = {name: value for name, value in lowered.items() if not forbidden(name)}
    safe = {name for name, value in fields.items() if safelisted(name, value)}
    if sum(size(fields[name]) for name in safe) > MOST_SAFE_BYTES:
        safe = set()
    return tuple(sorted(fields.keys() - safe))


def safelisted(name: str, value: str) -> bool:
    """Fetch, "CORS-safelisted request-header"; ``name`` is lower case."""
    if size(value) > LONGEST_SAFE_VALUE:
        return False
    match name:
        case "accept":
            return not UNSAFE_BYTES.search(value)
        case "accept-language" | "content-language":
            return bool(LANGUAGES.fullmatch(value))
        case "content-type":
            essence = value.split(";", 1)[0].strip(" \t").lower()
            return essence in FORM_TYPES and not UNSAFE_BYTES.search(value)
        case "range":
            ends = SIMPLE_RANGE.fullmatch(value)
            return ends is not None and (not ends[2] or int(ends[1]) <= int(ends[2]))
        case _:
            return False


def forbidden(name: str) -> bool:
    """Fetch, "forbidden request-header": browsers drop what a script sets there."""
    return name in FORBIDDEN or name.startswith(FORBIDDEN_PREFIXES)


def size(value: str) -> int:
    """Bytes on the wire."""
    return len(value.encode(errors="replace"))
