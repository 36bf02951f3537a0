"""The policies in the inputs, read by whichever extractor fits; one may fail alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corslint import registry
from corslint.engine.aliases import with_aliases
from corslint.engine.failure import Failures
from corslint.engine.instructions import MARK
from corslint.engine.joining import Read
from corslint.languages import language
from corslint.source import Source, UnreadableSource, Workspace


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the inputs held.

    ``parsed`` are the paths that extractors could read, ``unread`` those that they or the
    decoding gave up; ``sources`` the inputs that matter: the ones handed to an extractor
    and the ones with comments meant for corslint.
    """

    reads: list[Read] = field(default_factory=list)
    broken: list[UnreadableSource] = field(default_factory=list)
    parsed: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    sources: dict[str, Source] = field(default_factory=dict)


def extract(
    inputs: Iterable[Source | UnreadableSource], workspace: Workspace, failures: Failures
) -> Extraction:
    """Read every input with every extractor whose language and markers fit it."""
    result = Extraction()
    for item in inputs:
        if isinstance(item, UnreadableSource):
            result.broken.append(item)
            result.unread.add(item.span.path)
            continue
        names = list(fitting(item))
        if names or MARK in item.text:
            result.sources[item.path] = item
        if names:
            workspace.add(item)
            result.parsed.add(item.path)
        for name in names:
            read(name, item, workspace, result, failures)
    result.parsed.difference_update(result.unread)
    return result


def fitting(source: Source) -> Iterator[str]:
    """The names of the extractors that read this language and have a marker in the text."""
    spoken = language(source.path, source.text)
    if spoken is None:
        return
    text = source.text.lower().encode("utf-8", "surrogatepass")
    for name, extractor in registry.all_extractors().items():
        if spoken in extractor.languages and any(
            mark in text for mark in extractor.markers
        ):
            yield name


def read(
    name: str, source: Source, workspace: Workspace, result: Extraction, failures: Failures
) -> None:
    """Run one extractor; what it yielded before a failure counts."""
    extractor = registry.all_extractors()[name]
    try:
        with failures.guard(f"extractor {name}", source.path):
            for policy in extractor.extract(source, workspace):
                known = with_aliases(policy, workspace)
                result.reads.append(Read(known, extractor, name))
    except UnreadableSource as error:
        result.broken.append(error)
        if not error.partly:
            result.unread.add(source.path)
