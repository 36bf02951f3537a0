"""What to write for Flask-CORS instead: a list of origins."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AllowOrigin, OriginList, parts_of
from corslint.libraries.flask_cors.calls import Use
from corslint.libraries.flask_cors.options import Part
from corslint.libraries.flask_cors.site import Mount, Options
from corslint.origin import NULL, WILDCARD, corrected, malformed

PLACEHOLDERS = ("https://app.example.com", "https://admin.example.com")
MOST = 5
LONGEST_PATH = 60


def remedy(use: Use, part: Part, origins: AllowOrigin, options: Options) -> str:
    """A sentence with the call to write, naming the origins that were meant."""
    names = list(dict.fromkeys(meant(origins)))[:MOST] or PLACEHOLDERS
    listed = ", ".join(f'"{name}"' for name in names)
    credentials = ", supports_credentials=True" if options.supports_credentials else ""
    arguments = f"origins=[{listed}]{credentials}"
    title = use.edition.title
    if use.mount is Mount.VIEW:
        app = "app, " if use.app is not None else ""
        return f"For {title} write `@cross_origin({app}{arguments})`."
    target = "blueprint" if use.mount is Mount.BLUEPRINT else "app"
    return f"For {title} write `CORS({target}, {paths(part)}{arguments})`."


def paths(part: Part) -> str:
    short = [repr(path) for path in part.scope if len(path) < LONGEST_PATH]
    return f"resources=[{', '.join(short[:MOST])}], " if short else ""


def meant(origins: AllowOrigin) -> Iterator[str]:
    """The origins that a list names, or tries to."""
    for part in parts_of(origins):
        for entry in part.entries if isinstance(part, OriginList) else ():
            for item in entry.text.replace(",", " ").split():
                name = corrected(item)
                if name not in (None, NULL, WILDCARD) and malformed(name or "") is None:
                    yield name or ""
