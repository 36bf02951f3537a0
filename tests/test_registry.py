"""Checks and extractors are found by type; what does not fit together stops the program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from corslint import registry, rulebook
from corslint.check import EngineCheck, PolicyCheck
from corslint.extractor import Extractor
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

CHECK = "from corslint.check import EngineCheck, PolicyCheck\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """An empty package whose modules are the files that a test writes."""
    monkeypatch.syspath_prepend(tmp_path)
    made = ModuleType("made_package")
    made.__path__ = [str(tmp_path)]
    monkeypatch.setitem(sys.modules, "made_package", made)
    yield made
    for name in [name for name in sys.modules if name.startswith("made_package.")]:
        del sys.modules[name]


def nothing(_source: Source, _workspace: Workspace) -> Iterator[Policy]:
    yield from ()


def no_headers(_policy: Policy, _request: Request) -> Answer:
    return Answer()


def write(package: ModuleType, name: str, code: str) -> None:
    (Path(package.__path__[0]) / f"{name}.py").write_text(code, "utf-8")


def test_every_rule_has_its_check() -> None:
    assert registry.all_checks().keys() == rulebook.load().keys()
    assert isinstance(registry.all_checks()["any-origin"], PolicyCheck)
    assert isinstance(registry.all_checks()["unused-suppression"], EngineCheck)


def test_every_module_gives_its_one_instance(package: ModuleType) -> None:
    write(package, "first_rule", f"{CHECK}check = EngineCheck()\n")
    write(package, "second", f"{CHECK}@PolicyCheck\ndef judge(policy):\n    yield\n")
    found = dict(registry.instances(package, PolicyCheck, EngineCheck))
    assert {name: type(item) for name, item in found.items()} == {
        "first_rule": EngineCheck,
        "second": PolicyCheck,
    }


@pytest.mark.parametrize("code", ["", "a = EngineCheck()\nb = EngineCheck()\n"])
def test_module_without_exactly_one_instance(package: ModuleType, code: str) -> None:
    write(package, "odd", CHECK + code)
    with pytest.raises(LookupError, match=r"made_package\.odd holds [02] EngineCheck"):
        list(registry.instances(package, EngineCheck))


@pytest.mark.parametrize("missing", ["rule", "check"])
def test_orphans_stop_the_program(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    rules = dict(rulebook.load())
    if missing == "rule":
        del rules["any-origin"]
    else:
        rules["other-rule"] = rules["any-origin"]
    monkeypatch.setattr(rulebook, "load", lambda: rules)
    with pytest.raises(
        LookupError, match=r"any-origin" if missing == "rule" else "other-rule"
    ):
        registry.all_checks.__wrapped__()


def test_extractor_is_found_in_either_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Extractor("python", (b"cors",), nothing, no_headers)
    monkeypatch.setattr(registry, "all_extractors", lambda: {"some_library": made})
    assert registry.extractor_for("some_library") is made
    assert registry.extractor_for("some-library") is made
    with pytest.raises(LookupError, match="no extractor reads other"):
        registry.extractor_for("other")


def test_extractors_are_named_after_their_modules() -> None:
    for name, extractor in registry.all_extractors().items():
        assert isinstance(extractor, Extractor)
        assert extractor.languages <= {"python", "nginx", "settings"}
        assert extractor.markers
        assert all(marker == marker.lower() for marker in extractor.markers)
        assert registry.extractor_for(name) is extractor
