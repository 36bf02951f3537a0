"""Plain HTTP is trusted: whoever sits on the visitor's network can be that page."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import (
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    parts_of,
)
from corslint.audience import for_everybody, is_public, unserved
from corslint.check import PolicyCheck
from corslint.evidence import opening, shown, trace
from corslint.finding import Severity, Violation
from corslint.origins.domains import named
from corslint.origins.workbenches import for_development
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.conditions import automata
from corslint.patterns.verdicts import judged
from corslint.policy import Channel, Policy
from corslint.wire import FOREIGN_ORIGIN, Certainty

PLAIN = "http://"
SECURE = "https://"
MAX_TRIES = 24
"""Each one may run the handler."""

Insecure = tuple[OriginEntry | OriginPattern | OriginProgram, str, str]
"""What trusts, whom, and what to do about it."""


@PolicyCheck.on(Channel.HTTP, Channel.WEBSOCKET)
def check(policy: Policy) -> Iterator[Violation]:
    """Silent past an undecided branch: whoever sets a switch chose plain HTTP there."""
    found = [each for each in trusted(policy) if not unserved(policy, each[0].span)]
    if not found or policy.tests or for_everybody(policy):
        return
    for part, origin, advice in found:
        facts = {"origin": shown(origin), "advice": advice}
        yield opening(policy, trace(part), origin, facts, with_cookies=Severity.MEDIUM)


def trusted(policy: Policy) -> Iterator[Insecure]:
    """Every part with the plain origin that it admits, if it admits one."""
    for part in parts_of(policy.allow_origin):
        match part:
            case OriginList(entries):
                everybody = {origin for each in entries for origin in each.admits}
                for entry in (each for each in entries if not each.hosts):
                    if (origin := first_insecure(entry.admits)) is not None:
                        yield entry, origin, exchange(origin, everybody)
            case OriginPattern(hosts=False):
                if (origin := by_pattern(part)) is not None:
                    yield part, origin, f"Let the pattern begin with `{SECURE}`."
            case OriginProgram(header="origin"):
                if (origin := by_code(part)) is not None:
                    yield part, origin, f"Compare the whole origin, with `{SECURE}`."
            case _:
                pass


def first_insecure(origins: tuple[str, ...]) -> str | None:
    return next(filter(insecure, origins), None)


def insecure(origin: str) -> bool:
    """Whether it is a page for users; what developers need is another rule's matter."""
    public = origin.startswith(PLAIN) and is_public(origin)
    return public and for_development(origin) is None


def secured(origin: str) -> str:
    return SECURE + origin.removeprefix(PLAIN)


def exchange(origin: str, others: set[str]) -> str:
    if secured(origin) in others:
        return f"Remove it: `{shown(secured(origin))}` is trusted already."
    return f"Serve that page over HTTPS and trust its `{SECURE}` origin instead."


def by_pattern(pattern: OriginPattern) -> str | None:
    """A plain origin of a domain that the pattern names and whose pages it admits."""
    form = judged(pattern).form
    if form is None:
        return None
    try:
        made = automata(form)
        if not made.exact:
            return None
        says = "http" in pattern.text.lower()
        for origin in plain_origins(sorted(form.named.domains)):
            if made.accepts(origin) and (says or made.accepts(secured(origin))):
                return origin
    except TooLargeError:
        pass
    return None


def by_code(program: OriginProgram) -> str | None:
    """A plain origin that hand-written code lets in, of a domain that its texts spell."""
    texts = dict.fromkeys(program.spelled)
    texts |= dict.fromkeys(test.text for test in program.tests(FOREIGN_ORIGIN))
    domains = dict.fromkeys(domain for text in texts for domain in sorted(named(text)))
    says = any("http" in text for text in texts)
    spelled = [text for text in texts if insecure(text)]
    tries = dict.fromkeys([*spelled, *plain_origins(list(domains))])
    for origin in list(tries)[:MAX_TRIES]:
        if admits(program, origin) and (says or admits(program, secured(origin))):
            return origin
    return None


def admits(program: OriginProgram, origin: str) -> bool:
    return program.decide(origin) is Certainty.YES


def plain_origins(domains: list[str]) -> Iterator[str]:
    """Origins to try for each domain: itself, and names below it."""
    for domain in domains:
        hosts = (domain, f"www.{domain}", f"app.{domain}", f"any.{domain}")
        yield from filter(insecure, (f"{PLAIN}{host}" for host in hosts))
