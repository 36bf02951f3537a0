"""A library in one piece: how it is recognised, what it is told, what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from corslint.evaluate.deployed import policies_of
from corslint.evaluate.reaching import reaches
from corslint.evaluate.slicing.binding import bound
from corslint.evaluate.study import Study
from corslint.evaluate.things import Called
from corslint.evaluate.variants import Gather, nothing, variants
from corslint.extractor import Extract, Extractor
from corslint.languages import PYTHON, SETTINGS, language
from corslint.libraries.kit.configured import Outside, outside_uses
from corslint.libraries.kit.judges import plain_or_judge
from corslint.libraries.kit.models import Build
from corslint.libraries.kit.probing import Shown
from corslint.libraries.kit.serving import Served, routed
from corslint.libraries.kit.uses import Reads, Use
from corslint.libraries.kit.waist import Idle, Site, made_policy
from corslint.libraries.kit.whom import Meant
from corslint.libraries.kit.worlds import Kind, Setup, ask
from corslint.observation import Observation
from corslint.policy import Assumed, Layer, Policy
from corslint.source import Source, Workspace
from corslint.versions.lookup import assumed, chosen
from corslint.wire import Answer, Request

Whom: TypeAlias = Callable[[Use], Iterable[Meant]]
Faults: TypeAlias = Callable[[Use], Iterable[Observation]]
Finish: TypeAlias = Callable[[Use, Policy], Policy]
Chosen: TypeAlias = Callable[[Iterable[Use]], Iterable[Use]]

NOT_ITS_OWN = "the policy is not one of this library's"


def no_faults(_: Use) -> Iterable[Observation]:
    return ()


def as_it_is(_: Use, policy: Policy) -> Policy:
    return policy


def every(found: Iterable[Use]) -> Iterable[Use]:
    return found


@dataclass(frozen=True, slots=True)
class Component:
    """All that is known of a library.

    ``title`` is its name in sentences, ``package`` its name on the index, ``version`` the
    newest one that this was compared with. ``older`` are earlier ones that differ: below
    which version, and how, the oldest first. ``words``: one of them stands in every file
    that uses it, or in one that this imports. ``reads`` are the calls that put it to work;
    ``gather`` makes such calls of settings that are written one by one.
    ``build`` is its constructor and ``kinds`` what each of its options is about. ``whom``
    reads the entries; ``shown`` says which option decides about each header, ``opened``
    are options that let ``https://app.example`` in. ``vary_offered`` is whether it can send
    ``Vary: Origin``; ``remedy`` says how an allowlist is written. ``chosen`` are those of
    a file's uses that are policies, where they depend on one another, ``finish`` adds what
    the rest cannot say. ``outside`` is how it is set up where no code does, ``served``
    are the routes that it answers preflights for.
    """

    title: str
    package: str
    version: str
    words: tuple[str, ...]
    reads: tuple[Reads, ...]
    build: Build
    kinds: Mapping[str, Kind]
    whom: Whom
    shown: Shown
    opened: Mapping[str, object]
    remedy: str
    vary_offered: bool = True
    faults: Faults = field(default=no_faults)
    chosen: Chosen = field(default=every)
    finish: Finish = field(default=as_it_is)
    older: tuple[tuple[str, Component], ...] = ()
    gather: Gather = field(default=nothing)
    outside: Outside | None = None
    served: Served | None = None

    @property
    def languages(self) -> frozenset[str]:
        """What it is set up in: code where calls or settings of it are read."""
        code = {PYTHON} if self.words else set()
        return frozenset(code | ({SETTINGS} if self.outside else set()))

    @property
    def versions(self) -> tuple[str, str, tuple[str, ...]]:
        """The package, its newest version, and those before it that differ."""
        return self.package, self.version, tuple(each.version for _, each in self.older)

    def at(self, version: str) -> Component:
        """The library as it is in a version."""
        return chosen(version, self.older, self)


def edition(
    component: Component, workspace: Workspace, path: str
) -> tuple[Component, Assumed | None]:
    """The library as it is in the version that the file at ``path`` is read with."""
    version = assumed(workspace, path, *component.versions)
    return (component.at(version.version) if version else component), version


def extractor_of(
    library: str, component: Component, markers: tuple[bytes, ...]
) -> Extractor:
    """The extractor of a component; one of ``markers`` stands in every file of interest."""
    read = extracting(library, component)
    return Extractor(component.languages, markers, read, predict)


def extracting(library: str, component: Component) -> Extract:
    def policies(study: Study) -> Iterator[Policy]:
        if not reaches(study, component.words):
            return iter(())
        there, version = edition(component, study.tree.workspace, study.source.path)
        found = list(there.chosen(uses(there, study)))
        alone = len({use.call.span for use in found}) == 1
        made = (
            with_routes(there, use, policy_of(library, there, use, version), alone)
            for use in found
        )
        return bound(study.program, made)

    def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
        if language(source.path, source.text) == SETTINGS:
            return outside_policies(library, component, source, workspace)
        return policies_of(source, workspace, policies)

    return extract


def with_routes(component: Component, use: Use, policy: Policy, alone: bool) -> Policy:
    served = component.served
    return policy if served is None else routed(served, component, use, policy, alone)


def outside_policies(
    library: str, component: Component, source: Source, workspace: Workspace
) -> Iterator[Policy]:
    there, version = edition(component, workspace, source.path)
    if there.outside is not None:
        for use in outside_uses(there.outside, there.title, source, workspace):
            made = policy_of(library, there, use, version)
            remedy = there.outside.remedy or made.remedy
            yield replace(made, layer=Layer.TOOL, remedy=remedy)


class Recognised(Protocol):
    """What says which calls put a library to work."""

    @property
    def reads(self) -> tuple[Reads, ...]: ...
    @property
    def gather(self) -> Gather: ...


def uses(component: Recognised, study: Study) -> Iterator[Use]:
    def wanted(call: Called) -> bool:
        return any(reads(call) is not None for reads in component.reads)

    for variant in variants(study, wanted, component.gather):
        for reads in component.reads:
            if (passed := reads(variant.call)) is not None:
                yield Use(variant, passed, study)
                break


def setup_of(use: Use, build: Build, kinds: Mapping[str, Kind]) -> Setup:
    """The options of one use, for the library's model to be built with."""
    options = {
        name: plain_or_judge(given.thing, use.study) for name, given in use.given.items()
    }
    return Setup(build, options, kinds, use.passed.missing)


def policy_of(
    library: str, component: Component, use: Use, version: Assumed | None
) -> Policy:
    setup = setup_of(use, component.build, component.kinds)
    made = component.finish(use, made_policy(library, component, use, setup))
    return replace(made, version=version)


def predict(policy: Policy, request: Request) -> Answer:
    """What the library sends, by the options that were read."""
    match policy.settings:
        case Idle.IDLE:
            return Answer()
        case Site(setup=setup, crash=None):
            return ask(setup, request)
        case Site():
            return Answer(status=500)
        case _:
            return Answer(doubts=(NOT_ITS_OWN,))
