"""Tools that CORS is configured in, and that leave it to libraries which are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from corslint.evaluate.deployed import policies_of
from corslint.evaluate.reaching import reaches
from corslint.evaluate.slicing.binding import bound
from corslint.evaluate.study import Study
from corslint.evaluate.variants import Gather, nothing
from corslint.extractor import Extract, Extractor
from corslint.languages import PYTHON
from corslint.libraries.kit.component import every, uses
from corslint.libraries.kit.component import predict as predict_component
from corslint.libraries.kit.faults import crashes, spelling
from corslint.libraries.kit.handed import Handed, Handing, as_call, by_default, renamed
from corslint.libraries.kit.uses import Reads, Use
from corslint.libraries.kit.waist import idle, wrecked
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.versions.lookup import assumed, chosen
from corslint.wire import Answer, Request


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that CORS is configured in, and that leaves it to libraries.

    See ``Component`` for what both have; ``hands`` are the calls that it makes for one use.
    """

    title: str
    package: str
    version: str
    words: tuple[str, ...]
    reads: tuple[Reads, ...]
    hands: Callable[[Use], Iterable[Handing]]
    remedy: str
    gather: Gather = field(default=nothing)
    chosen: Callable[[Iterable[Use]], Iterable[Use]] = field(default=every)
    older: tuple[tuple[str, Tool], ...] = ()

    @property
    def versions(self) -> tuple[str, str, tuple[str, ...]]:
        return self.package, self.version, tuple(each.version for _, each in self.older)

    def at(self, version: str) -> Tool:
        return chosen(version, self.older, self)


def tool_extractor(name: str, tool: Tool, markers: tuple[bytes, ...]) -> Extractor:
    """The extractor of a tool; one of ``markers`` stands in every file of interest."""
    return Extractor(frozenset({PYTHON}), markers, extracting(name, tool), predict)


def extracting(name: str, tool: Tool) -> Extract:
    def policies(study: Study) -> Iterator[Policy]:
        if not reaches(study, tool.words):
            return iter(())
        version = assumed(study.tree.workspace, study.source.path, *tool.versions)
        there = tool.at(version.version) if version else tool
        made = (
            replace(policy, library=name, version=version)
            for use in there.chosen(uses(there, study))
            for policy in policies_of_use(there, use, study)
        )
        return bound(study.program, made)

    def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
        return policies_of(source, workspace, policies)

    return extract


def policies_of_use(tool: Tool, use: Use, study: Study) -> Iterator[Policy]:
    if use.passed.inactive is not None:
        yield replace(idle(tool.title, use, use.passed.inactive), remedy=tool.remedy)
        return
    for handing in tool.hands(use):
        variant = replace(use.variant, call=as_call(use, handing))
        for policy in handing.library.read(study, variant):
            told = replace(
                policy,
                allow_origin=by_default(policy, use),
                observations=(
                    *spelling(use),
                    *(renamed(each, handing.names) for each in policy.observations),
                ),
                remedy=tool.remedy,
                unsaid=not (use.given or use.passed.strange or use.passed.missing),
                settings=Handed(handing.library, policy),
            )
            finished = handing.finish(use, told)
            wreck = next(crashes((*spelling(use), *finished.observations)), None)
            yield wrecked(finished, wreck) if wreck else finished


def predict(policy: Policy, request: Request) -> Answer:
    match policy.settings:
        case Handed(library=library, policy=made):
            return library.answer(made, request)
        case _:
            return predict_component(policy, request)
