"""Whom a pattern admits beside the origins that a project trusts."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.origin import NULL, malformed
from corslint.origins.domains import registrable
from corslint.origins.trusted import Trusted
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.building import Mode, build
from corslint.patterns.conditions import Automata, automata
from corslint.patterns.lowering import Form
from corslint.patterns.parsing import parse
from corslint.patterns.product import Search
from corslint.patterns.strangers import STRANGER, compiled
from corslint.wire import FOREIGN_ORIGIN

MAX_HITS = 300
MAX_DOMAINS = 8
ANY_SUFFIX = frozenset({"example"})

HERE = ("http://localhost:3000", "http://localhost", "https://localhost", NULL)
NEAR = ("https://{}", "https://app.{}", "http://{}", "http://app.{}")
AT_PORT = tuple(f"{each}:8443" for each in NEAR)


def outside(form: Form, trusted: Trusted) -> str | None:
    """An origin that the pattern admits and that is not trusted; None if none was found."""
    try:
        made = automata(form)
        if not made.exact:
            return None
        return known(form, made, trusted) or searched(form, made, trusted)
    except TooLargeError:
        return None


def known(form: Form, made: Automata, trusted: Trusted) -> str | None:
    tries = places_near(sorted(form.named.domains))
    return next((one for one in tries if new(one, trusted) and made.accepts(one)), None)


def places_near(domains: list[str]) -> Iterator[str]:
    """Origins to try first: strangers, then whoever shares a domain, and this machine."""
    yield FOREIGN_ORIGIN
    for each in (*NEAR, *AT_PORT):
        yield from map(each.format, domains[:MAX_DOMAINS])
    yield from HERE


def searched(form: Form, made: Automata, trusted: Trusted) -> str | None:
    suffixes = {domain.rpartition(".")[2] for domain in form.named.domains}
    within = compiled(STRANGER.format("|".join(sorted(suffixes | ANY_SUFFIX))))
    inside = build(parse(trusted.text), Mode.FULL)
    search = Search((within, *made.wanted), (*made.refused, inside))
    for hits, origin in enumerate(search.texts(), 1):
        if new(origin, trusted) and registrable(
            origin.partition("://")[2].partition(":")[0]
        ):
            return origin
        if hits >= MAX_HITS:
            break
    return None


def new(origin: str, trusted: Trusted) -> bool:
    """Whether a browser can send an origin that is not trusted."""
    return malformed(origin) is None and not trusted.admits(origin)
