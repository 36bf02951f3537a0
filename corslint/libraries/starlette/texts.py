"""The lists of Starlette's CORS middleware as it sends them and looks names up in them."""

from __future__ import annotations

from corslint.libraries.starlette.editions import Edition
from corslint.libraries.starlette.values import Options, Texts

SAFELISTED = frozenset({"Accept", "Accept-Language", "Content-Language", "Content-Type"})


def spelled(methods: Texts, edition: Edition) -> Texts:
    """A wildcard among the methods stands for all of them, and is never sent itself."""
    return Texts(edition.methods) if methods.wild else methods


def methods_text(methods: Texts, edition: Edition) -> str:
    return spelled(methods, edition).joined


def headers_text(headers: Texts, edition: Edition) -> str | None:
    """What is sent without a look at the request; None for nothing, and for a mirror."""
    if headers.wild:
        return None
    if not edition.safelist:
        return headers.joined or None
    return ", ".join(sorted(SAFELISTED.union(headers.items)))


def exposed_text(exposed: Texts) -> str | None:
    return exposed.joined if exposed.items else None


def allowed_headers(options: Options) -> frozenset[str]:
    """The names, in lower case, that a preflight may ask for; a wildcard admits others."""
    names = SAFELISTED if options.edition.safelist else frozenset[str]()
    return frozenset(name.lower() for name in names.union(options.headers.items))
