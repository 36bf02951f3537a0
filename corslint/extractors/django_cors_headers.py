"""Reads the settings of django-cors-headers, and predicts what its middleware answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corslint.allow_origin import OriginList, UnknownOrigins
from corslint.evaluate.deployed import policies_of
from corslint.evaluate.settle import fingerprint, for_development, tests_of, variable
from corslint.evaluate.study import Study
from corslint.evaluate.things import Decision
from corslint.evaluate.values.truth import truth
from corslint.evaluate.variants import common
from corslint.extractor import extractor
from corslint.libraries.django_cors_headers.editions import DJANGO_CORS_HEADERS, Edition
from corslint.libraries.django_cors_headers.evidence import (
    about_django,
    completed_elsewhere,
    installed,
    misspelt,
    stands_alone,
)
from corslint.libraries.django_cors_headers.files import Holder, holders
from corslint.libraries.django_cors_headers.model import answer
from corslint.libraries.django_cors_headers.observations import refused_by_checks
from corslint.libraries.django_cors_headers.order import standing
from corslint.libraries.django_cors_headers.origins import joined, parts
from corslint.libraries.django_cors_headers.policy import (
    ELSEWHERE,
    Case,
    Reading,
    Whom,
    policy,
    remarks,
)
from corslint.libraries.django_cors_headers.values import DECIDING, RENAMED, Unread
from corslint.observation import DeprecatedOption
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request


def predict(policy: Policy, request: Request) -> Answer:
    """What the middleware sends, by the settings that ``extract`` read."""
    if not isinstance(policy.settings, Reading):
        return Answer(doubts=("the policy is not one of django-cors-headers",))
    return answer(policy.settings.values, request, policy.settings.edition)


@extractor("python", markers=(b"cors_", b"corsheaders"), answer=predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    """One policy for each set of values that a settings module or class may end up with."""
    return policies_of(source, workspace, held)


def held(found: Study) -> Iterator[Policy]:
    workspace, path = found.tree.workspace, found.source.path
    for holder in holders(found):
        if about_django(found, holder):
            edition, version = DJANGO_CORS_HEADERS.found(workspace, path)
            for each in policies(found, holder, edition):
                yield replace(each, version=version)


def policies(study: Study, holder: Holder, edition: Edition) -> Iterator[Policy]:
    groups = covered(list(grouped(study, holder, edition)))
    alone = len(groups) == 1 and study.module.complete
    someone = any(admits(same[0]) for same in groups)
    for same in groups:
        whom = whom_of(same[0], study, holder, someone)
        if whom is not None:
            reasons = telling(same, groups)
            tests = () if alone else tests_of(reasons)
            made = policy(same[0], whom, tests, for_development(reasons))
            refused = refused_by_checks(same[0].found, study.source.text)
            made = replace(made, observations=(*made.observations, *refused))
            yield standing(made, same[0].way, study, holder)


def whom_of(case: Case, study: Study, holder: Holder, someone: bool) -> Whom | None:
    """Who is let in on one way; ``someone``: on one way somebody is."""
    whom = decided(case)
    seen = list(remarks(case))
    mistaken = not all(isinstance(each, DeprecatedOption) for each in seen)
    if whom is not None and (admits(case) or mistaken):
        return whom
    if someone:
        # Then this way is closed on purpose.
        return open_(case) if seen else None
    return confirmed(whom, case, study, holder)


def grouped(study: Study, holder: Holder, edition: Edition) -> Iterator[Sequence[Case]]:
    """The ways through a holder, those together that end up with the same settings."""
    strange = tuple(misspelt(study, holder))
    groups: dict[object, list[Case]] = {}
    for way in holder.ways:
        present = tuple(each for each in strange if each.name in way.names)
        found = holder.found(way, edition)
        early = tuple(x for name, x in found.items() if x.own and name in edition.later)
        read = {name: x for name, x in found.items() if name not in edition.later}
        case = Case(read, present, early, way, edition)
        groups.setdefault(shape(case), []).append(case)
    yield from groups.values()


def covered(groups: Sequence[Sequence[Case]]) -> list[Sequence[Case]]:
    """The groups, those together of which one leaves open what another one shuts.

    A setting that nobody knows may be empty as well: that is not a policy of its own.
    """
    found: list[list[Case]] = []
    for same in sorted(groups, key=lambda group: -len(open_settings(group[0]))):
        wide = next((each for each in found if covers(each[0], same[0])), None)
        if wide is None:
            found.append(list(same))
        else:
            wide += same
    return [*found]


def covers(wide: Case, narrow: Case) -> bool:
    """Whether ``narrow`` only shuts what ``wide`` leaves open."""
    unknown = open_settings(wide)
    if (
        not unknown
        or (wide.strange, wide.early) != (narrow.strange, narrow.early)
        or wide.found.keys() != narrow.found.keys()
    ):
        return False
    return all(
        (name in unknown and truth(each.thing) is False and not variable(each.thing))
        or fingerprint(each.thing) == fingerprint(wide.found[name].thing)
        for name, each in narrow.found.items()
    )


def open_settings(case: Case) -> frozenset[str]:
    """The settings about origins of which nothing is known."""
    return frozenset(
        name
        for name, each in case.found.items()
        if RENAMED.get(name, name) in DECIDING and isinstance(each.value, Unread)
    )


def shape(case: Case) -> object:
    settings = sorted(case.found.items())
    return (
        tuple((name, each.own, fingerprint(each.thing)) for name, each in settings),
        case.strange,
        tuple(each.label for each in case.early),
    )


def decided(case: Case) -> Whom | None:
    """By a setting, or by a misspelt one that leaves the others at their defaults."""
    if not case.touched:
        return None
    found = parts(case.found)
    origins = joined(found)
    if origins is not None:
        return Whom(origins, found[0].setting.statement)
    for each in case.strange:
        if each.meant in DECIDING:
            return Whom(OriginList((), each.value), each.statement)
    for early in case.early:
        if early.name in DECIDING:
            return Whom(OriginList((), early.place), early.statement)
    return None


def admits(case: Case) -> bool:
    return any(not part.nobody for part in parts(case.found))


def confirmed(whom: Whom | None, case: Case, study: Study, holder: Holder) -> Whom | None:
    """Nobody is let in where the middleware is installed and no other file says more."""
    entry = installed(case.way)
    if entry is not None and whom is not None and not completed_elsewhere(study):
        return whom
    if entry is not None and whom is None and stands_alone(study, holder):
        span = entry.trace.span
        if span.path == holder.path:
            return Whom(OriginList((), span), holder.around(span))
    return open_(case)


def open_(case: Case) -> Whom | None:
    own = [each.statement for each in case.found.values() if each.own]
    return Whom(UnknownOrigins(ELSEWHERE, min(own)), min(own)) if own else None


def telling(same: Sequence[Case], groups: Sequence[Sequence[Case]]) -> list[Decision]:
    """The decisions that lead to these ways: best those that lead to no other one."""
    shared = common([each.way.path.decisions for each in same])
    others = {
        (each.span, each.taken)
        for group in groups
        if group is not same
        for case in group
        for each in case.way.path.decisions
    }
    sharp = [each for each in shared if (each.span, each.taken) not in others]
    return sharp or shared
