"""What nginx itself answers at a level, when no ``return`` of the configuration does."""

from __future__ import annotations

from corslint.nginx.levels import Kind, Level

FORBIDDEN = 403
UNAUTHORIZED = 401
NOT_ALLOWED = 405

HANDLERS = (
    "_pass",
    "_by_lua",
    "_by_lua_block",
    "_by_lua_file",
    "js_content",
    "stub_status",
    "empty_gif",
    "dav_methods",
    "try_files",
    "error_page",
    "rewrite",
    "perl",
    "upload_store",
    "push_stream_subscriber",
    "nchan_subscriber",
    "nchan_pubsub",
)
"""Statements (or the ends of their names) after which nginx's own file handler may not be
the one that answers."""


def refusal(level: Level, method: str) -> int | None:
    """The status with which nginx itself turns a request down; None where it may not.

    Browsers send no credentials with a preflight (Fetch, "CORS-preflight fetch"). Run with
    nginx 1.22.1: files are served for GET and HEAD, everything else is an error.
    """
    site = location_of(level)
    if excepted(site, method):
        return FORBIDDEN
    if method == "OPTIONS" and asks_password(site):
        return UNAUTHORIZED
    reading = method in ("GET", "HEAD")
    return NOT_ALLOWED if not reading and serves_files(level, site) else None


def location_of(level: Level) -> Level:
    inner = level.kind is Kind.CONDITION and level.parent is not None
    return level.parent if inner and level.parent is not None else level


def excepted(site: Level, method: str) -> bool:
    """Whether a ``limit_except`` denies the method to everybody; GET means HEAD too."""
    for directive in site.named("limit_except"):
        allowed = {word.text.upper() for word in directive.words}
        allowed |= {"HEAD"} if "GET" in allowed else set()
        body = [
            (one.name.text, [w.text for w in one.words]) for one in directive.block or ()
        ]
        if method not in allowed and body == [("deny", ["all"])]:
            return True
    return False


def asks_password(site: Level) -> bool:
    """``auth_basic`` is inherited until a level says otherwise."""
    if any(level.named("satisfy") for level in site.chain):
        return False
    for level in site.chain:
        for directive in level.named("auth_basic"):
            return [word.text for word in directive.words] != ["off"]
    return False


def serves_files(level: Level, site: Level) -> bool:
    """Whether the whole of the location is in sight and leaves the work to the files."""
    if site.kind is not Kind.LOCATION or not all(one.complete for one in site.chain):
        return False
    if all(one.kind is not Kind.SERVER for one in site.chain):
        return False
    bodies = (*level.body, *site.body)
    return not any(one.name.text.endswith(HANDLERS) for one in bodies)
