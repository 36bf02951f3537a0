"""Guards that are put together oddly: strangers that get in are shown, others not dreamt up.

The truth comes from running each guard, as with the usual ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import odd_guards
import pytest
import test_weak_origin_check as usual

from corslint.allow_origin import OriginProgram
from corslint.checks import weak_origin_check
from corslint.engine import lint as engine
from corslint.finding import Finding
from corslint.origins.domains import for_sale, named, registrable
from corslint.patterns.programs import Inquiry, Opening
from corslint.source import Source, Workspace

WEAK, SOUND, MISSED = odd_guards.WEAK, odd_guards.SOUND, odd_guards.OUT_OF_REACH
RULES = {"weak-origin-check", "weak-origin-pattern"}


def admits(guard: str, origin: str) -> bool:
    """Whether the guard lets in; one that breaks lets nobody in."""
    try:
        return bool(usual.run(guard)(origin))
    except IndexError:
        return False


def found(guard: str) -> list[Finding]:
    source = Source("app.py", usual.program(guard))
    report = engine.lint([source], Workspace.of({"app.py": source.text}))
    assert report.failures == ()
    return [finding for finding in report.findings if finding.name in RULES]


def ended(guard: str, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the searches of the programs with this guard say that nobody is left."""
    programs: list[OriginProgram] = []

    def collected(part: OriginProgram) -> Iterator[Opening]:
        programs.append(part)
        return iter(())

    monkeypatch.setattr(weak_origin_check, "openings", collected)
    found(guard)
    inquiries = [Inquiry(each) for each in programs]
    for each in inquiries:
        list(each.openings())
    return [each.ended for each in inquiries]


def owner(origin: str) -> str:
    domain = registrable(origin.partition("://")[2].partition(":")[0])
    assert domain is not None
    assert for_sale(domain)
    return domain


@pytest.mark.parametrize("name", WEAK)
def test_the_truth_about_the_weak(name: str) -> None:
    guard, stranger = WEAK[name]
    assert admits(guard, stranger)
    assert not admits(guard, "https://evil.example")
    assert owner(stranger) not in named(guard) | {"example.com", "acme.com"}


@pytest.mark.parametrize("name", SOUND)
def test_the_truth_about_the_sound(name: str) -> None:
    guard, own = SOUND[name]
    assert admits(guard, own)
    assert not [origin for origin in usual.strangers() if admits(guard, origin)]


@pytest.mark.parametrize("name", [name for name in WEAK if name not in MISSED])
def test_a_stranger_is_shown(name: str) -> None:
    guard, _ = WEAK[name]
    [finding] = found(guard)
    assert finding.witness is not None
    origin = finding.witness.request.origin
    assert origin is not None
    assert admits(guard, origin)
    assert owner(origin) not in {"example.com", "example.org"}


@pytest.mark.parametrize("name", SOUND)
def test_no_stranger_is_dreamt_up(name: str) -> None:
    assert found(SOUND[name][0]) == []


@pytest.mark.parametrize("name", MISSED)
def test_what_is_out_of_reach_is_missed_silently(name: str) -> None:
    assert found(WEAK[name][0]) == []


@pytest.mark.parametrize("name", WEAK)
def test_nothing_is_proven_of_the_weak(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(ended(WEAK[name][0], monkeypatch))


PROVEN = (
    "pattern of the scheme, then the domain",
    "the netloc among some",
    "slice with the dot",
    "backwards, with the dot",
    "prefix that needs a port",
    "strangers turned away",
)


@pytest.mark.parametrize("name", PROVEN)
def test_the_search_of_the_sound_may_end(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ended(SOUND[name][0], monkeypatch) == [True]


def test_the_table_is_large() -> None:
    assert len(WEAK) >= 60
    assert len(SOUND) >= 25
