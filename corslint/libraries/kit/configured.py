"""Tools that are set up outside of code: by flags, environment variables and files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from corslint.deployments.deployment import Deployment
from corslint.deployments.purpose import for_development
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Keyword,
    Listing,
    Symbol,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.variants import Variant
from corslint.launches.launch import Launch
from corslint.launches.outputs import UNTOLD
from corslint.launches.reading import launches_in
from corslint.launches.written import written_in
from corslint.libraries.kit.flags import Spellings, handed, of_environment, of_flags
from corslint.libraries.kit.things import Typed, thing_of_node, typed
from corslint.libraries.kit.uses import Given, Passed, Use
from corslint.source import Source, Span, Workspace
from corslint.staging import UNSERVED, words
from corslint.syntax import tree

MORE_VARIABLES = "more environment variables may be set than can be read"
FILLED_IN = "the script fills it in"


NEAR = 4  # folders above a file


def never(_: Mapping[str, Given]) -> bool:
    return False


def at_work(_: Mapping[str, Given]) -> None:
    return None


def whole(root: tree.Node, _: Source, __: Workspace) -> Iterable[tree.Node]:
    return (root,)


Parts: TypeAlias = Callable[[tree.Node, Source, Workspace], Iterable[tree.Node]]
"""What the keys of options begin in, where a file of a project is about several servers."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """The tool's own file: the path it goes by, what reads it, what its scalars are.

    ``parts`` are what the keys of options begin in, where a file is about several servers.
    """

    path: re.Pattern[str]
    parse: Callable[[Source], tree.Node]
    typed: Typed = typed
    parts: Parts = field(default=whole)


@dataclass(frozen=True, slots=True)
class Outside:
    """How a tool is started, and where its options stand when not in code.

    ``programs`` are the words that start it, ``images`` the container images that do.
    ``deciding`` are the options of which one has to be written before a place says whom
    the tool lets in. ``faces`` are what it guards with them, each a policy of its own.
    ``inactive`` says why what is told counts for nothing, if it does; what is ``off`` on
    purpose is no policy. ``remedy`` is how an allowlist is written there, where that is
    not as in code.
    """

    spellings: Spellings
    deciding: frozenset[str]
    programs: tuple[tuple[str, ...], ...] = ()
    images: tuple[str, ...] = ()
    file: OwnFile | None = None
    faces: tuple[str, ...] = ()
    inactive: Callable[[Mapping[str, Given]], str | None] = at_work
    off: Callable[[Mapping[str, Given]], bool] = never
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one place says, the statement that it is, and whether it is for developers.

    ``missing`` says why more options may be given.
    """

    given: Mapping[str, Given]
    span: Span
    development: bool
    missing: str | None = None


def outside_uses(
    outside: Outside, title: str, source: Source, workspace: Workspace
) -> Iterator[Use]:
    """The ways in which a file that is no code puts a tool to work."""
    for told in found(outside, source, workspace):
        if outside.deciding & told.given.keys() and not outside.off(told.given):
            idle = outside.inactive(told.given)
            passed = Passed(told.given, missing=told.missing, inactive=idle)
            for face in outside.faces or (title,):
                variant = Variant(as_call(face, told), (), (), told.development)
                yield Use(variant, passed)


def found(outside: Outside, source: Source, workspace: Workspace) -> Iterator[Told]:
    file = outside.file
    if file is not None and file.path.search(source.path):
        for root in file.parts(file.parse(source), source, workspace):
            yield Told(of_file(outside, file, root), root.span, for_developers(source.path))
        return
    for launch in launches_in(source, workspace):
        deployment = Deployment(source.path, launch.name, launch.environment)
        development = for_development(deployment) or for_developers(source.path)
        given = of_launch(outside, launch)
        open_ = not launch.complete and any(each.variables for each in outside.spellings)
        yield Told(given, launch.span, development, MORE_VARIABLES if open_ else None)
    for written in written_in(source, workspace) if file is not None else ():
        if file is not None and file.path.search(written.path):
            for root in file.parts(file.parse(written), source, workspace):
                yield of_written(outside, file, root, source)


def of_written(outside: Outside, file: OwnFile, root: tree.Node, source: Source) -> Told:
    """What a script writes into a file."""
    given = {
        option: Given(told_in(thing), place)
        for option, (thing, place) in of_file(outside, file, root).items()
    }
    span = min((each.place for each in given.values()), default=root.span)
    return Told(given, span, for_developers(source.path))


def told_in(thing: Thing) -> Thing:
    """A value of a file that a script writes, without what the script fills in."""
    match thing:
        case Const(value=value) if UNTOLD in str(value):
            return Unknown(FILLED_IN, thing.trace)
        case Listing(items=items):
            return replace(thing, items=[told_in(each) for each in items])
        case _:
            return thing


def for_developers(path: str) -> bool:
    """Whether a folder around it says so: ``docker/dev``, ``.devcontainer``, ``tests``."""
    folders = posixpath.dirname(path).split("/")[-NEAR:]
    return any(UNSERVED & set(words(folder)) for folder in folders)


def of_file(outside: Outside, file: OwnFile, root: tree.Node) -> dict[str, Given]:
    given = {}
    for each in outside.spellings:
        node = at(root, each.key) if each.key else None
        thing = None if node is None else thing_of_node(node, file.typed)
        # A null says nothing.
        if node is not None and thing is not None and thing != Const(None, thing.trace):
            given[each.option] = Given(thing, node.span)
    return given


def at(root: tree.Node, key: tuple[str, ...]) -> tree.Node | None:
    node: tree.Node | None = root
    for name in key:
        node = node.get(name) if isinstance(node, tree.Mapping) else None
    return node


def of_launch(outside: Outside, launch: Launch) -> dict[str, Given]:
    """Flags win over the environment."""
    given = of_environment(outside.spellings, launch.environment)
    arguments = handed(outside.programs, launch.words)
    if arguments is None and launch.image and is_one(outside.images, launch.image):
        arguments = launch.words
    return {**given, **of_flags(outside.spellings, arguments or ())}


def is_one(images: tuple[str, ...], image: str) -> bool:
    """``registry/owner/name:tag@digest`` by the end of its name."""
    name = image.partition("@")[0]
    if ":" in name.rpartition("/")[2]:
        name = name.rpartition(":")[0]
    return any(f"/{name}".endswith(f"/{each}") for each in images)


def as_call(title: str, told: Told) -> Called:
    """What is told, as a call of the tool would give it."""
    first = min((each.place for each in told.given.values()), default=told.span)
    keywords = (
        Keyword(name, thing, place, place) for name, (thing, place) in told.given.items()
    )
    callee = Symbol(title, Trace(first))
    return Called(callee, Arguments(keywords=tuple(keywords)), first, told.span, callee)
