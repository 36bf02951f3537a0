"""All checks and all extractors, found by type: a module in the package is enough."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TypeVar

from corslint import checks, extractors, rulebook
from corslint.check import Check, EngineCheck, PolicyCheck, ProjectCheck, TrustCheck
from corslint.extractor import Extractor

T = TypeVar("T")


def instances(package: ModuleType, *kinds: type[T]) -> Iterator[tuple[str, T]]:
    """Each module's one instance of ``kinds``, with the module's name.

    Raises LookupError for a module that holds none or several.
    """
    for info in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{info.name}")
        found = [item for item in vars(module).values() if isinstance(item, kinds)]
        if len(found) != 1:
            names = " or ".join(kind.__name__ for kind in kinds)
            raise LookupError(f"{module.__name__} holds {len(found)} {names}, not one")
        yield info.name, found[0]


@cache
def all_checks() -> Mapping[str, Check]:
    """Every check by the name of its rule.

    Raises LookupError when a rule has no check or a check no rule.
    """
    modules: Iterator[tuple[str, Check]] = instances(
        checks, PolicyCheck, TrustCheck, ProjectCheck, EngineCheck
    )
    found = {name.replace("_", "-"): check for name, check in modules}
    if orphans := found.keys() ^ rulebook.load().keys():
        raise LookupError(f"rule without check, or check without rule: {sorted(orphans)}")
    return MappingProxyType(found)


@cache
def all_extractors() -> Mapping[str, Extractor]:
    """Every extractor by the name of its module, which is its library's name."""
    return MappingProxyType(dict(instances(extractors, Extractor)))


def extractor_for(library: str) -> Extractor:
    """The extractor that reads ``library`` ("flask_cors" and "flask-cors" are the same).

    Raises LookupError when there is none.
    """
    try:
        return all_extractors()[library.replace("-", "_")]
    except KeyError:
        raise LookupError(f"no extractor reads {library}") from None
