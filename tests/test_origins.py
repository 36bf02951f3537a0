"""Origins that an attacker can own: whose a host is, what to try, and what is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from corslint.allow_origin import OriginPattern, OriginProgram, OriginTest, Way
from corslint.origins.domains import for_sale, named, registrable, shared_suffix
from corslint.origins.shared_hosts import REGIONAL, SHARED
from corslint.patterns.judging import Unsafe
from corslint.patterns.programs import MAX_TRIES, Opening, openings
from corslint.patterns.verdicts import judged
from corslint.source import Span
from corslint.wire import FOREIGN_ORIGIN, Certainty

HERE = Span("app.py", 1, 1, 1, 9)

DOMAINS = {
    "example.com": "example.com",
    "a.b.example.com": "example.com",
    "a.acme.co.uk": "acme.co.uk",
    "evil.vercel.app": "evil.vercel.app",
    "x.evil.vercel.app": "evil.vercel.app",
    "user.github.io": "user.github.io",
    "app_1.example.com": "example.com",
    "app-.example.com": "example.com",
    "xn--bcher-kva.de": "xn--bcher-kva.de",
    "evil.example": "evil.example",
    "a.evil.example": "evil.example",
    "x-3000.stackblitz.io": "x-3000.stackblitz.io",
    "a.app.github.dev": "app.github.dev",
    "stackblitz.io": None,
    "shop.westus.cloudapp.azure.com": "shop.westus.cloudapp.azure.com",
    "www.shop.westus.cloudapp.azure.com": "shop.westus.cloudapp.azure.com",
    "westus.cloudapp.azure.com": None,
    "portal.azure.com": "azure.com",
    "notstackblitz.io": "notstackblitz.io",
    "com": None,
    "co.uk": None,
    "vercel.app": None,
    "example": None,
    "localhost": None,
    "intranet": None,
    "printer.local": None,
    "10.0.0.1": None,
    "a..com": None,
    ".com": None,
    "-a.com": None,
    "evil_name.com": None,
    "name-.com": None,
    "": None,
    "a." * 130 + "com": None,
    "a" * 64 + ".com": None,
}


@pytest.mark.parametrize("host", DOMAINS)
def test_registrable_domain(host: str) -> None:
    assert registrable(host) == DOMAINS[host]


def test_shared_suffixes_are_those_of_hosting_services() -> None:
    assert shared_suffix("shop.vercel.app") == "vercel.app"
    assert shared_suffix("user.github.io") == "github.io"
    assert shared_suffix("shop.example.co.uk") is None
    assert shared_suffix("evil.example") is None
    assert shared_suffix("x-3000.stackblitz.io") == "stackblitz.io"
    assert shared_suffix("shop.westus.cloudapp.azure.com") == "westus.cloudapp.azure.com"


@pytest.mark.parametrize("suffix", [*SHARED, *REGIONAL])
def test_supplement_holds_what_the_public_suffix_list_lacks(suffix: str) -> None:
    listed = PublicSuffixList(accept_unknown=False).publicsuffix(f"any.name.{suffix}")
    assert listed is None or not f".{listed}".endswith(f".{suffix}")


def test_pattern_that_ends_at_a_suffix_of_the_supplement() -> None:
    for suffix in SHARED:
        text = rf"^https://[a-z0-9-]+\.{suffix.replace('.', chr(92) + '.')}$"
        verdict = judged(OriginPattern(text, HERE, "match")).verdict
        assert isinstance(verdict, Unsafe)


def test_some_suffixes_are_for_institutions() -> None:
    assert for_sale("evilhealth.com")
    assert not for_sale("evilhealth.gov")
    assert not for_sale("evilhealth.gov.uk")


NAMED = {
    "https://app.example.com": {"example.com"},
    "https://app.example.com:8443": {"example.com"},
    "https://*.example.com": {"example.com"},
    "HTTPS://App.Example.Com": {"example.com"},
    ".example.com": {"example.com"},
    "-team.example.com": {"example.com"},
    "//example.com": {"example.com"},
    "https://a.example.com, https://b.acme.co.uk": {"example.com", "acme.co.uk"},
    "example.com;example.org": {"example.com", "example.org"},
    "https://app.": set(),
    "vercel.app": set(),
    "localhost": set(),
    "": set(),
}


@pytest.mark.parametrize("text", NAMED)
def test_domains_that_a_text_spells_out(text: str) -> None:
    assert named(text) == NAMED[text]


texts = st.one_of(
    st.sampled_from(
        (
            "example.com",
            ".example.com",
            "https://app.example.com",
            "https://app.",
            "http://localhost",
            "localhost:3000",
            "//example.com",
            ":8080",
            "shop",
            "-shop.vercel.app",
            "vercel.app",
            ".github.io",
            "https://a.example.com,https://b.example.org",
            "EXAMPLE.COM",
            "127.0.0.1",
            "",
            "*",
            "null",
        )
    ),
    st.text("abc.-_:/*@ \u00e9", max_size=12),
)

# Programs made by hand

HOLDS: dict[Way, Callable[[str, str], bool]] = {
    Way.EQUALS: str.__eq__,
    Way.STARTS: str.startswith,
    Way.ENDS: str.endswith,
    Way.CONTAINS: str.__contains__,
    Way.INSIDE: lambda origin, text: origin in text,
    Way.MATCHES: lambda origin, text: text.strip("^$") in origin,
}
Step = tuple[Way, str]


def program(
    *alternatives: tuple[Step, ...],
    unknown: Certainty = Certainty.NO,
    spelled: tuple[str, ...] = (),
) -> OriginProgram:
    """Admits what passes all steps of an alternative; looks no further than it must."""

    def met(origin: str) -> tuple[list[OriginTest], bool]:
        tests = []
        for steps in alternatives:
            for way, text in steps:
                holds = HOLDS[way](origin, text)
                pattern = (
                    OriginPattern(text, HERE, "search") if way is Way.MATCHES else None
                )
                tests.append(OriginTest(HERE, way, text, origin, holds, None, pattern))
                if not holds:
                    break
            else:
                return tests, True
        return tests, False

    def decide(origin: str | None) -> Certainty:
        return Certainty.YES if origin and met(origin)[1] else unknown

    return OriginProgram(HERE, decide, spelled, tests=lambda origin: tuple(met(origin)[0]))


def opening_in(program: OriginProgram) -> Opening | None:
    return next(openings(program), None)


def one(way: Way, text: str) -> OriginProgram:
    return program(((way, text),))


def test_the_most_telling_origin_comes_first() -> None:
    shown = {
        (Way.ENDS, "example.com"): "https://evilexample.com",
        (Way.STARTS, "https://example.com"): "https://example.com.evil.example",
        (Way.CONTAINS, "example.com"): "https://example.com.evil.example",
        (Way.INSIDE, "https://example.com,https://b.example.org"): "https://example.co",
        (Way.EQUALS, "https://example.com"): None,
        (Way.ENDS, ".example.com"): None,
        (Way.ENDS, ".vercel.app"): None,
        (Way.MATCHES, "example.com"): "https://evilexample.com",
    }
    for (way, text), expected in shown.items():
        found = opening_in(one(way, text))
        assert (found and found.origin) == expected
        if found is not None:
            assert (found.test.way, found.test.text) == (way, text)


def test_whoever_admits_everybody_is_not_weak() -> None:
    assert opening_in(one(Way.STARTS, "https://")) is None


def test_what_is_learned_on_the_way_leads_further() -> None:
    steps = ((Way.STARTS, "http://"), (Way.CONTAINS, "shop"), (Way.ENDS, "example.com"))
    found = opening_in(program(steps))
    assert found is not None
    assert found.test.text == "example.com"


def test_a_pattern_takes_part() -> None:
    found = opening_in(program(((Way.MATCHES, "^https"), (Way.ENDS, "example.com"))))
    assert found is not None  # the pattern fits a stranger's origin as well
    assert found.test.way is Way.ENDS
    steps = ((Way.MATCHES, "example"), (Way.MATCHES, "shop"), (Way.ENDS, ".example.com"))
    assert opening_in(program(steps)) is None


def test_a_pattern_does_not_hide_what_else_lets_in() -> None:
    pattern, suffix = ((Way.MATCHES, "//evilexample"),), ((Way.ENDS, "example.com"),)
    found = opening_in(program(pattern, suffix))
    assert found is not None
    assert (found.origin, found.test.way) == ("https://evileexample.com", Way.ENDS)


def test_a_doubt_about_strangers_does_not_hide_what_is_certain() -> None:
    steps = ((Way.ENDS, "example.com"),)
    found = opening_in(program(steps, unknown=Certainty.MAYBE))
    assert found is not None
    assert found.origin == "https://evilexample.com"


def test_a_maybe_is_no_witness() -> None:
    undecided = OriginProgram(HERE, lambda _: Certainty.MAYBE, ("example.com",))
    assert opening_in(undecided) is None


def test_nothing_is_said_where_no_test_is_seen() -> None:
    blind = OriginProgram(
        HERE,
        lambda origin: Certainty.YES if origin == "https://evila.com" else Certainty.NO,
        ("a.com",),
    )
    assert opening_in(blind) is None


ways = st.sampled_from([way for way in Way if way is not Way.MATCHES])
steps = st.lists(st.tuples(ways, texts.filter(bool)), min_size=1, max_size=3).map(tuple)


@given(st.lists(steps, min_size=1, max_size=3))
def test_what_is_found_is_let_in_and_belongs_to_a_stranger(
    alternatives: list[tuple[Step, ...]],
) -> None:
    made = program(*alternatives)
    asked: list[str | None] = []

    def counted(origin: str | None) -> Certainty:
        asked.append(origin)
        return made.decide(origin)

    found = opening_in(OriginProgram(HERE, counted, tests=made.tests))
    assert len(asked) <= MAX_TRIES + 1
    if found is None:
        return
    spelled = [text for steps in alternatives for _, text in steps]
    owner = registrable(found.origin.partition("://")[2].partition(":")[0])
    assert made.decide(found.origin) is Certainty.YES
    assert made.decide(FOREIGN_ORIGIN) is not Certainty.YES
    assert found.test.holds
    assert owner is not None
    assert owner not in frozenset[str]().union(*map(named, spelled[:1]))
