"""Reads Django's trusted origins of unsafe requests, and predicts what its check refuses.

Executed with Django 5.2: ``https://*.example.com`` is that domain and all names below it,
by https alone; a `*` that no dot follows is dropped, and anywhere else it is a letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from corslint.allow_origin import (
    AllowOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginUnion,
    Syntax,
)
from corslint.evaluate.deployed import policies_of
from corslint.evaluate.settle import (
    fingerprint,
    for_development,
    placed,
    tests_of,
    variable,
)
from corslint.evaluate.study import Study
from corslint.evaluate.things import Const, Decision, Listing, Thing
from corslint.extractor import extractor
from corslint.libraries.django_cors_headers.files import Holder, Way, holders
from corslint.origin import malformed
from corslint.policy import Channel, Layer, Policy, unsent
from corslint.source import Source, Span, Workspace
from corslint.value import Unknown
from corslint.wire import Answer, Certainty, Request

SETTING = "CSRF_TRUSTED_ORIGINS"
REFUSED = 403
NOT_HERE = "the policy is not one of Django's origin check"
REMEDY = (
    f'In the settings, write `{SETTING} = ["https://app.example.com"]`, each origin with '
    "scheme and host; behind `https://*.` only a domain that is yours alone."
)


def predict(policy: Policy, request: Request) -> Answer:
    """403 for an origin that is not on the list; the token decides about the others."""
    texts = policy.settings
    if not isinstance(texts, tuple) or request.origin is None:
        return Answer(doubts=(NOT_HERE,))
    if any(trusts(text, request.origin) for text in texts):
        return Answer()
    return Answer(status=REFUSED)


def trusts(text: str, origin: str) -> bool:
    """``CsrfViewMiddleware._origin_verified`` for one entry of the list."""
    if "*" not in text:
        return origin == text
    wanted, asked = urlsplit(text), urlsplit(origin)
    domain = wanted.netloc.lstrip("*").lower()
    if wanted.scheme != asked.scheme or not domain:
        return False
    below = domain.startswith(".") and asked.netloc.endswith(domain)
    return below or asked.netloc in {domain, domain.removeprefix(".")}


@extractor("python", (SETTING.lower().encode(),), predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    return policies_of(source, workspace, held)


def held(study: Study) -> Iterator[Policy]:
    """The lists that a module or a class ends up with."""
    for holder in holders(study):
        places = holder.written.get(SETTING)
        if places:
            statement = holder.span(places[-1].statement.at)
            yield from policies(holder, statement)
    study.finish()


def policies(holder: Holder, span: Span) -> Iterator[Policy]:
    lists: dict[object, Way] = {}
    for way in holder.ways:
        known = fingerprint(way.names[SETTING]) if SETTING in way.names else None
        lists.setdefault(known, way)
    for known, way in lists.items():
        if known is not None:
            decisions = way.path.decisions if len(lists) > 1 else ()
            yield from policy(way.names[SETTING], span, decisions)


def policy(value: Thing, span: Span, decisions: Sequence[Decision]) -> Iterator[Policy]:
    """None for a list without a wildcard: it names pages, one by one."""
    found = tuple(parts(value, span))
    if not any(isinstance(part, OriginPattern) for part in found):
        return
    yield Policy(
        library="django_csrf",
        layer=Layer.APP,
        channel=Channel.FORM,
        allow_origin=OriginUnion(found, span),
        span=span,
        statement=span,
        **unsent(span),
        vary=Unknown("what changes something is not kept by caches", span),
        preflight=Certainty.NO,
        tests=tests_of(decisions),
        development=for_development(decisions),
        remedy=REMEDY,
        settings=tuple(text for text, _ in texts(value)),
    )


def texts(value: Thing) -> Iterator[tuple[str, Thing]]:
    """The entries that are known."""
    for item in value.items if isinstance(value, Listing) else ():
        if isinstance(item, Const) and isinstance(item.value, str):
            yield item.value, item


def parts(value: Thing, place: Span) -> Iterator[AllowOrigin]:
    for text, item in texts(value):
        span, via = placed(item, place)
        if item.trace.span.path == place.path:
            span, via = item.trace.span, ()
        pattern = wildcard(text)
        if pattern is not None:
            yield OriginPattern(pattern, span, "full", False, via, variable(item), GLOB)
        else:
            admits = (text,) if malformed(text) is None and "*" not in text else ()
            entry = OriginEntry(text, span, admits, None, via, variable(item))
            yield OriginList((entry,), span)


GLOB = Syntax.GLOB


def wildcard(text: str) -> str | None:
    """The pattern that an entry amounts to: any name in front of a dot."""
    if "*" not in text:
        return None
    wanted = urlsplit(text)
    domain = wanted.netloc.lstrip("*")
    usable = domain.startswith(".") and not {"*", "?", "["} & set(domain)
    return f"{wanted.scheme}://*{domain}" if usable and wanted.scheme else None
