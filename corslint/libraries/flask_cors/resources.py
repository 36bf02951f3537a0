"""Which options of Flask-CORS hold on which paths: its ``resources``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.naming import reason_of
from corslint.evaluate.settle import placed
from corslint.evaluate.things import Const, Keyword, Listing, Pattern, Table, Thing
from corslint.libraries.flask_cors.calls import Use
from corslint.libraries.flask_cors.editions import Edition
from corslint.libraries.flask_cors.entries import (
    Matcher,
    RefusedError,
    Regex,
    by_precedence,
    matcher,
)
from corslint.libraries.flask_cors.options import Part, Setting, is_none, merged

NO_PATHS = RefusedError("ValueError", "`resources` holds no path")
MISSING = "not every path of `resources` can be read"
MAX_PATHS = 200


def parts(use: Use) -> Iterator[Part]:
    """One part for each set of options. Raises RefusedError as the library would."""
    whole = merged(use)
    given = whole.settings.get("resources")
    if given is None or use.view is not None:
        yield whole
        return
    match given.value:
        case Table(entries=[], complete=True):
            yield replace(whole, paths=())
        case Table() as table:
            yield from by_resource(table, given, whole)
        case Listing(items=items, complete=complete):
            tried = (path_of(item, use.edition) for item in items)
            paths = [path for path in tried if path is not None]
            known = complete and len(paths) == len(items)
            yield replace(whole, paths=tuple(paths) if known else None)
        case thing if (path := path_of(thing, use.edition)) is not None:
            yield replace(whole, paths=(path,))
        case thing:
            yield replace(whole, replaced=reason_of(thing))


def path_of(thing: Thing, edition: Edition) -> Matcher | None:
    """A path pattern; None for one that cannot be read."""
    match thing:
        case Const(value=str(text)):
            return matcher(text, edition, ignore_case=not edition.exact_paths)
        case Pattern(text=text, flags=flags):
            return Regex(text, flags, compiled=True)
        case Const():
            raise NO_PATHS
        case _:
            return None


def by_resource(table: Table, given: Setting, whole: Part) -> Iterator[Part]:
    before: list[Matcher] = []
    edition, entries = given.edition, table.entries[:MAX_PATHS]
    found = [(path_of(key, edition), key, value) for key, value in entries]
    known = [(path, key, value) for path, key, value in found if path is not None]
    for path, key, value in sorted(
        known, key=lambda item: by_precedence(item[0], edition.order)
    ):
        part = replace(whole, paths=(path,), before=tuple(before))
        yield with_own(part, key, value, given)
        before.append(path)
    if not table.complete or len(known) < len(table.entries):
        yield replace(whole, before=tuple(before), replaced=MISSING)


def with_own(part: Part, key: Thing, own: Thing, given: Setting) -> Part:
    if isinstance(own, Listing) and own.complete and not own.items:
        return part
    if is_none(own):
        raise RefusedError("TypeError", "the options of a path are no dict")
    if not isinstance(own, Table):
        return replace(part, replaced=reason_of(own))
    keywords = tuple(entries(own, key, given))
    settings = dict(part.settings)
    for each in keywords:
        if each.name in given.edition.names:
            settings[each.name] = given._replace(
                value=each.value, place=each.place, own=True
            )
    unread = None if own.complete else "not every option of the path can be read"
    return replace(
        part,
        settings=settings,
        keywords=(*part.keywords, *keywords),
        unread=part.unread or unread,
    )


def entries(own: Table, path: Thing, given: Setting) -> Iterator[Keyword]:
    """The entries of a resource's options, placed as keywords are."""
    for key, value in own.entries:
        if isinstance(key, Const) and isinstance(key.value, str):
            inside = [
                thing.trace.span
                for thing in (value, key, path)
                if not placed(thing, given.place)[1]
            ]
            place = inside[0] if inside else given.place
            yield Keyword(key.value, value, place, place)
