"""falcon-cors: ``falcon_cors.CORS``, as the middleware of an application or by resource.

Executed with falcon-cors 1.1.7 on falcon 4.4.0.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.libraries.falcon_cors.model import CREDENTIALS_LIST, Cors
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.plain import Regex, plain
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.sites import Serving, Site
from corslint.libraries.kit.uses import Given, Signature, Use
from corslint.libraries.kit.whom import (
    Fits,
    Meaning,
    Meant,
    Untold,
    each,
    equal,
    everybody_if,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Effect, Observation
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

KINDS = {
    "allow_all_origins": Kind.SWITCH,
    "allow_origins_list": Kind.ORIGINS,
    "allow_origins_regex": Kind.PATTERN,
    "allow_all_headers": Kind.SWITCH,
    "allow_headers_list": Kind.HEADERS,
    "allow_headers_regex": Kind.PATTERN,
    "expose_headers_list": Kind.HEADERS,
    "allow_all_methods": Kind.SWITCH,
    "allow_methods_list": Kind.METHODS,
    "allow_credentials_all_origins": Kind.SWITCH,
    "allow_credentials_origins_list": Kind.ORIGINS,
    "allow_credentials_origins_regex": Kind.PATTERN,
    "max_age": Kind.NUMBER,
}
OWN = frozenset({"cors", "cors_enabled"})
REFUSED = "falcon-cors raises a `ValueError` for it, and the service does not start"
ORIGIN_LIST = "a list of origins"
HEADERS_OF_LETTERS = (
    "the text is gone through letter by letter, and no header is one letter"
)
ROUTES = Serving(
    apps=frozenset(
        {
            "falcon.API",
            "falcon.App",
            "falcon.app.App",
            "falcon.asgi.App",
            "falcon.asgi.app.App",
        }
    ),
    registers={"add_route": ()},
    prefix="on_",
)
CALL = Signature(
    frozenset({"falcon_cors.CORS"}),
    (*KINDS, "logger", "log_level"),
    positional=0,
    effect=Effect.CRASHES,
    words=REFUSED,
)


def covers(_: Use, site: Site, alone: bool) -> bool:
    """A resource may have another policy of its own, or none."""
    classes = [each.chain[-1] for each in site.outline.classes.values()]
    own = (
        name
        for node in classes
        if site.function in node.body
        for statement in node.body
        if isinstance(statement, p.Assign)
        for name in map(dotted, statement.targets)
    )
    return alone and OWN.isdisjoint(own)


def whom(use: Use) -> Iterator[Meant]:
    yield from everybody_if(use.given.get("allow_all_origins"))
    if (given := use.given.get("allow_origins_list")) is not None:
        yield from listed(given)
    if (given := use.given.get("allow_origins_regex")) is not None:
        for found in pattern(given):
            yield meant(given.thing, given.place, found)


def listed(given: Given) -> Iterator[Meant]:
    known = plain(given.thing).value
    if isinstance(known, str):
        yield from texts.pieces_of(known, given)
    else:
        yield from each(given, equal)


def pattern(given: Given) -> Iterator[Meaning]:
    known = plain(given.thing)
    match known.value:
        case str(text):
            yield Fits(text, "match")
        case Regex(text=text) as found:
            yield Fits(text, "match", found.ignores_case)
        case _ if not known.told:
            yield Untold(known.missing or "")
        case _:
            pass


def faults(use: Use) -> Iterator[Observation]:
    for name in ("allow_origins_list", CREDENTIALS_LIST):
        yield from texts.searched(name, use.given.get(name), ORIGIN_LIST)
    for name in ("allow_headers_list", "expose_headers_list"):
        given = use.given.get(name)
        yield from texts.lettered(name, given, "a list of headers", HEADERS_OF_LETTERS)
    for name, kind in KINDS.items():
        if kind is Kind.SWITCH:
            yield from texts.switched(name, use.given.get(name))


extract = extractor_of(
    "falcon_cors",
    Component(
        title="falcon-cors",
        package="falcon-cors",
        version="1.1.7",
        words=("falcon_cors",),
        reads=(CALL,),
        build=Cors,
        kinds=KINDS,
        whom=whom,
        shown={
            ALLOW_ORIGIN: "allow_origins_list",
            ALLOW_CREDENTIALS: "allow_credentials_all_origins",
            ALLOW_METHODS: "allow_methods_list",
            ALLOW_HEADERS: "allow_headers_list",
            EXPOSE_HEADERS: "expose_headers_list",
            MAX_AGE: "max_age",
        },
        opened={"allow_origins_list": ["https://app.example"]},
        remedy=(
            "List the origins that need access: "
            '`allow_origins_list=["https://app.example.com"]`.'
        ),
        vary_offered=False,
        faults=faults,
        served=Served(ROUTES, covers),
    ),
    markers=(b"falcon_cors",),
)
