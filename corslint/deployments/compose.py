"""Compose files: the services in them, what each is built from and what it is given.

As the Compose specification has it (https://github.com/compose-spec/compose-spec): what
``environment`` says wins over ``env_file``, of several such files the last wins.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from corslint.deployments import dotenv_files
from corslint.deployments.deployment import Deployment
from corslint.deployments.env_files import UNREAD, variables_in
from corslint.deployments.environment import NOTHING, Variables, is_null, variables
from corslint.deployments.interpolation import interpolated
from corslint.deployments.places import absolute, beside
from corslint.source import Source, UnreadableSource, Workspace
from corslint.syntax import tree, yaml
from corslint.syntax.tree import Node, Pair, Scalar

MAX_SIZE = 256_000
"""Characters; a larger file is not read."""

MAX_SERVICES = 200
MAX_SETTINGS = 20_000
MAX_ENV_FILES = 10
MAX_CHAIN = 10

STARTED = ("image", "entrypoint", "command")
NAME = re.compile(r"(?:docker-)?compose[\w.-]*\.ya?ml", re.IGNORECASE)
# A repository to be cloned: `https://host/path.git#main:folder`, `git@host:path`.
REMOTE = re.compile(r"[a-z+]+://|git@|github\.com/", re.IGNORECASE)

Chain: TypeAlias = tuple[tuple[str, str], ...]


def is_compose(name: str) -> bool:
    return NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Service:
    """``context`` is the absolute folder that its image is built from, None if not told.

    ``started`` says what it runs: the image, its entry point, the words for that.
    """

    path: str
    name: str
    context: str | None
    environment: Variables
    files: Variables
    started: Mapping[str, Node]

    def over(self, base: Service) -> Service:
        """This service where it extends ``base``."""
        return replace(
            self,
            context=self.context or base.context,
            environment=self.environment.over(base.environment),
            files=self.files.over(base.files),
            started={**base.started, **self.started},
        )

    def deployment(self) -> Deployment:
        given = self.environment.over(self.files)
        template = dotenv_files.is_template(posixpath.basename(self.path))
        return Deployment(self.path, self.name, given.settings, template, given.complete)


def services(workspace: Workspace, path: str) -> Iterator[Service]:
    """The services of the compose file at ``path``; none of one that cannot be read."""
    file = opened(workspace, path)
    if file is None:
        return
    left = MAX_SETTINGS
    for name in islice(file.services, MAX_SERVICES):
        service = file.service(name)
        if service is not None and left > 0:
            left -= len(service.environment.settings) + len(service.files.settings)
            yield service


def opened(workspace: Workspace, path: str) -> ComposeFile | None:
    """The compose file at ``path``, parsed once a run."""

    def read() -> ComposeFile | None:
        source = workspace.source(path)
        return ComposeFile(workspace, path, described(source)) if source else None

    return workspace.once(("compose file", path), read)


def described(source: Source) -> Mapping[str, Pair]:
    """What stands under ``services``. A file that is broken here names none."""
    if len(source.text) > MAX_SIZE:
        return {}
    try:
        documents = yaml.parse(source)
    except UnreadableSource:
        return {}
    root = documents[0] if documents else None
    found = root.get("services") if isinstance(root, tree.Mapping) else None
    return found.named() if isinstance(found, tree.Mapping) else {}


@dataclass(frozen=True, slots=True)
class ComposeFile:
    """One compose file with what stands under ``services``, by name."""

    workspace: Workspace
    path: str
    services: Mapping[str, Pair]

    def service(self, name: str, chain: Chain = ()) -> Service | None:
        """The service ``name``; ``chain`` are those that extend it."""
        node = self.services[name].value if name in self.services else None
        if not isinstance(node, tree.Mapping) or len(chain) > MAX_CHAIN:
            return None
        entries = node.named()
        own = Service(
            self.path,
            name,
            self.context(value_of(entries, "build")),
            self.environment(entries.get("environment")),
            self.env_files(value_of(entries, "env_file")),
            {key: node for key in STARTED if (node := value_of(entries, key))},
        )
        extended = value_of(entries, "extends")
        return own if extended is None else self.extending(own, extended, chain)

    def extending(self, own: Service, extended: Node, chain: Chain) -> Service:
        """``own`` over the service that ``extends:`` names, in this file or in another."""
        file: ComposeFile | None = self
        name = self.text(extended)
        if isinstance(extended, tree.Mapping):
            name = self.text(extended.get("service"))
            if extended.get("file") is not None:
                file = self.other(self.text(extended.get("file")))
        chain = (*chain, (own.path, own.name))
        if name and file and (file.path, name) not in chain:
            base = file.service(name, chain)
            if base is not None:
                return own.over(base)
        return replace(own, files=replace(own.files, complete=False))

    def other(self, name: str | None) -> ComposeFile | None:
        return opened(self.workspace, self.beside(name)) if name else None

    def environment(self, pair: Pair | None) -> Variables:
        return variables(pair.value, self.taken, pair.via) if pair else NOTHING

    def context(self, build: Node | None) -> str | None:
        """The absolute folder of ``build:``; that of the file when it names none."""
        written = self.text(build)
        if isinstance(build, tree.Mapping):
            context = build.get("context")
            written = "." if context is None else self.text(context)
        if not written or REMOTE.match(written):
            return None
        folder = posixpath.dirname(self.path)
        return absolute(self.workspace, posixpath.join(folder, written))

    def env_files(self, node: Node | None) -> Variables:
        """What the files of ``env_file:`` set, in any of its three forms."""
        if node is None:
            return NOTHING
        entries = node.items if isinstance(node, tree.Sequence) else (node,)
        found = NOTHING if len(entries) <= MAX_ENV_FILES else UNREAD
        for entry in entries[:MAX_ENV_FILES]:
            found = self.env_file(entry).over(found)
        return found

    def env_file(self, entry: Node) -> Variables:
        """One entry; a file that is not there leaves open what it may hold elsewhere."""
        name, raw = self.text(entry), False
        if isinstance(entry, tree.Mapping):
            name = self.text(entry.get("path"))
            raw = self.text(entry.get("format")) == "raw"
        if not name:
            return UNREAD
        return variables_in(self.workspace, self.beside(name), entry.span, raw=raw)

    def beside(self, name: str) -> str:
        return beside(self.workspace, posixpath.dirname(self.path), name)

    def text(self, node: Node | None) -> str | None:
        return interpolated(node.text, self.taken) if isinstance(node, Scalar) else None

    @property
    def taken(self) -> frozenset[str]:
        """The variables in the ``.env`` beside it: compose prefers them to defaults."""
        place = self.beside(".env")
        found = dotenv_files.bindings(self.workspace, place) or ()
        return self.workspace.once(
            ("taken", place), lambda: frozenset(one.name for one in found)
        )


def value_of(entries: Mapping[str, Pair], name: str) -> Node | None:
    """What the key ``name`` holds; a null counts as nothing."""
    pair = entries.get(name)
    return None if pair is None or is_null(pair.value) else pair.value
