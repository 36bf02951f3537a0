"""One file as its deployments make it: what the code reads is set there, or is not.

Where no deployment sets a variable, its default stays in force. Deployments are looked for
only when a file has policies and reads variables on the way to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from corslint.allow_origin import OriginProgram, parts_of
from corslint.deployments.deployment import Deployment, Setting
from corslint.deployments.purpose import for_development
from corslint.evaluate.study import Study, study
from corslint.policy import Deployed, Policy
from corslint.source import Source, Span, UnreadableSource, Workspace

MAX_DEPLOYMENTS = 4
MAX_TRIED = 8
TOO_MUCH = "a deployment makes more of this file than can be followed"
PLACEHOLDER = re.compile(
    r"""<[^>]*> | \{\{ | \$\{ | \.\.\. | x{3} | \byour | \bmy-?(?:domain|app|site)
    | change.?me | replace | todo""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a template says where the reader is to write something of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """A deployment, and what of it counts for one file."""

    deployment: Deployment
    settings: Mapping[str, Setting]

    def tells(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """What it sets of ``names``, where it says to what."""
        found = ((name, self.settings.get(name)) for name in sorted(names))
        return tuple(
            (name, setting.value)
            for name, setting in found
            if setting is not None and setting.value is not None
        )


def policies_of(
    source: Source, workspace: Workspace, policies: Callable[[Study], Iterable[Policy]]
) -> Iterator[Policy]:
    """The policies of a file, then those that only hold in one of its deployments."""
    plain = study(source, workspace)
    seen: list[Policy] = []
    for policy in policies(plain):
        seen.append(policy)
        yield policy
    if not seen or not plain.reads:
        return
    for place in places(plain):
        own = studied(plain, place)
        try:
            for policy in policies(own):
                if not any(same(policy, each, place) for each in seen):
                    seen.append(policy)
                    yield in_place(policy, place, own.reads)
        except UnreadableSource as error:
            workspace.limits[error.span] = TOO_MUCH


def places(plain: Study) -> Iterator[Place]:
    """The deployments that set a variable which the file reads, each way of doing so once.

    Those that serve users come before those of developers, these before templates.
    """
    from corslint.deployments.lookup import deployments_for

    workspace, path = plain.tree.workspace, plain.source.path
    found = sorted(
        deployments_for(workspace, path),
        key=lambda each: (each.template, for_development(each)),
    )
    known: set[object] = {()}
    for deployment in found:
        place = Place(deployment, usable(deployment))
        values = place.tells(plain.reads)
        if values not in known:
            known.add(values)
            if len(known) <= MAX_DEPLOYMENTS + 1:
                yield place
    if left := max(0, len(known) - 1 - MAX_DEPLOYMENTS):
        verb = "deployment sets" if left == 1 else "deployments set"
        text = f"{left} more {verb} variables that are read here"
        workspace.limits[Span(path, 1, 1, 1, 1)] = text


def usable(deployment: Deployment) -> Mapping[str, Setting]:
    """What a deployment sets; a template's blanks are left to whoever copies it."""
    if not deployment.template:
        return deployment.variables
    return {
        name: setting
        for name, setting in deployment.variables.items()
        if setting.value and not PLACEHOLDER.search(setting.value)
    }


def studied(plain: Study, place: Place) -> Study:
    """The file as it is there; extractors share it."""
    workspace, deployment = plain.tree.workspace, place.deployment
    key = (deployment.path, deployment.name)
    tree = workspace.once(("tree", key), lambda: plain.tree.deployed(place.settings))
    return workspace.once(("study", plain.source.path, key), lambda: plain.inside(tree))


def same(policy: Policy, other: Policy, place: Place) -> bool:
    """Whether a deployment changes nothing about a policy.

    Code that compares is asked about the origins that the deployment names.
    """
    if policy != other:
        return False
    programs = [
        (one, two)
        for one, two in zip(
            parts_of(policy.allow_origin), parts_of(other.allow_origin), strict=True
        )
        if isinstance(one, OriginProgram) and isinstance(two, OriginProgram)
    ]
    return all(
        one.decide(origin) is two.decide(origin)
        for one, two in programs
        for origin in named(place)
    )


def named(place: Place) -> list[str]:
    """Origins that a deployment spells out."""
    texts = (setting.value or "" for setting in place.settings.values())
    found = (word for text in texts for word in re.findall(r"https?://[\w.:-]+", text))
    return list(dict.fromkeys(found))[:MAX_TRIED]


def in_place(policy: Policy, place: Place, reads: Iterable[str]) -> Policy:
    deployment = place.deployment
    settings = tuple(
        (name, place.settings[name].span)
        for name in sorted(reads)
        if name in place.settings
    )
    deployed = Deployed(deployment.path, deployment.name, settings, deployment.template)
    development = policy.development or for_development(deployment)
    return replace(policy, deployment=deployed, development=development)
