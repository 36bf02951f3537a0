"""The modules of the scanned tree: where an import leads, and what in it matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from copy import copy
from posixpath import dirname, join
from typing import TypeVar, cast

from corslint import program as p
from corslint.deployments.deployment import Setting
from corslint.evaluate.django_settings import DJANGO_SETTINGS, VARIABLE, started_with
from corslint.evaluate.machine import Filled
from corslint.evaluate.slicing.callers import doers
from corslint.evaluate.slicing.entries import header_names, own
from corslint.evaluate.slicing.growing import changes, defining, grown, uses
from corslint.evaluate.slicing.relevance import Relevance
from corslint.evaluate.slicing.setters import needed_for
from corslint.evaluate.slicing.walking import nested, walk, words
from corslint.evaluate.slicing.words import COMMON, NO_NAMES, about_cors
from corslint.evaluate.things import Trace
from corslint.evaluate.ways.oracle import Asked
from corslint.python.reading import read
from corslint.source import Source, UnreadableSource, Workspace

T = TypeVar("T")

MAX_PARENTS = 12
MAX_MODULES = 200


class Tree:
    """Looks modules up beside the importing file and in the folders above it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.settings: Mapping[str, Setting] = {}
        self.memory: dict[Hashable, object] = {}
        self.found: dict[tuple[str, str], str | None] = {}
        self.bodies: dict[str, p.Block] = {}
        self.shared: dict[tuple[str, str], list[tuple[tuple[Asked, ...], Filled]]] = {}
        self.places: defaultdict[str, dict[p.At, Trace]] = defaultdict(dict)
        self.starring: dict[str, tuple[str, ...]] = {}
        self.relevant: dict[tuple[str, frozenset[str]], frozenset[p.At]] = {}
        self.relevant_for: dict[tuple[str, p.At, str], frozenset[p.At]] = {}
        self.doing: dict[tuple[str, p.At], bool] = {}
        self.doing_names: dict[str, frozenset[str]] = {}
        self.setting: dict[tuple[str, p.At, str], bool] = {}
        self.decorating: dict[tuple[str, p.At], tuple[p.Expression, ...]] = {}
        self.relevant_in: dict[tuple[str, p.At], frozenset[p.At]] = {}

    def deployed(self, settings: Mapping[str, Setting]) -> Tree:
        """The same tree where the environment holds ``settings``."""
        made = copy(self)
        made.settings, made.shared, made.memory = settings, {}, {}
        return made

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """``make()``, computed once per key: for what depends on the environment, too."""
        if key not in self.memory:
            self.memory[key] = make()
        return cast("T", self.memory[key])

    def find(self, importer: str, dotted: str) -> str | None:
        """The path of module ``dotted`` as seen from ``importer``, None if elsewhere."""
        folder = dirname(importer)
        if dotted == DJANGO_SETTINGS and VARIABLE in self.settings:
            named = self.settings[VARIABLE].value
            return named and self.search(folder, named)
        key = (folder, dotted)
        if key not in self.found:
            self.found[key] = self.search(folder, dotted)
        return self.found[key]

    def search(self, folder: str, dotted: str) -> str | None:
        if dotted == DJANGO_SETTINGS:
            started = started_with(self.workspace, folder)
            if started is None:
                return None
            folder, dotted = started
        plain = dotted.lstrip(".")
        level = len(dotted) - len(plain)
        inside = plain.replace(".", "/")
        if level:
            for _ in range(level - 1):
                folder = dirname(folder)
            return self.module_at(join(folder, inside).rstrip("/"))
        for _ in range(MAX_PARENTS):
            if found := self.module_at(join(folder, inside)):
                return found
            if not folder or folder == "/":
                return None
            folder = dirname(folder)
        return None

    def module_at(self, stem: str) -> str | None:
        if len(self.bodies) > MAX_MODULES:
            return None
        package = f"{stem}/__init__.py" if stem else "__init__.py"
        for path in (f"{stem}.py", package):
            if self.workspace.source(path) is not None:
                return path
        return None

    def body(self, path: str) -> p.Block:
        if path not in self.bodies:
            self.bodies[path] = self.read(self.workspace.source(path))
        return self.bodies[path]

    def read(self, source: Source | None) -> p.Block:
        """The statements of a module; one that cannot be read sets no names."""
        if source is None:
            return ()
        try:
            return read(source, self.workspace).body
        except UnreadableSource:
            return ()

    def stars(self, path: str) -> tuple[str, ...]:
        """The modules, as written, of which the one at ``path`` imports everything."""
        if path not in self.starring:
            self.starring[path] = tuple(
                "." * node.level + node.module
                for node in nested(self.body(path))
                if isinstance(node, p.ImportFrom) and ("*", None) in node.names
            )
        return self.starring[path]

    def kept(self, path: str, wanted: frozenset[str]) -> frozenset[p.At]:
        """The statements of a module that matter to the global names ``wanted``.

        What its functions use is looked up when they run; "*" wants all that is about
        CORS.
        """
        key = (path, wanted)
        if key not in self.relevant:
            needed, seeds = set(wanted) - {"*"}, NO_NAMES if "*" in wanted else None
            self.relevant[key] = keep(self.body(path), needed, seeds, defining)
        return self.relevant[key]

    def kept_in(self, path: str, function: p.Function) -> frozenset[p.At]:
        key = (path, function.at)
        if key not in self.relevant_in:
            seeds = self.doers(path)
            found = grown(function, changes(function), returns=True, seeds=seeds)
            self.relevant_in[key] = frozenset(found.kept)
        return self.relevant_in[key]

    def generates(self, path: str, function: p.Function) -> bool:
        """Whether a function is a generator."""
        key = ("generates", path, function.at)
        return self.once(key, lambda: any(map(yields, nested(function.body))))

    def doers(self, path: str) -> frozenset[str]:
        """What a module calls its doers of CORS, their callers and its CORS constants."""
        if path not in self.doing_names:
            body = self.body(path)
            self.doing_names[path] = doers(body) | header_names(body) - COMMON
        return self.doing_names[path]

    def kept_for(self, path: str, function: p.Function, name: str) -> frozenset[p.At]:
        key = (path, function.at, name)
        if key not in self.relevant_for:
            needed = needed_for(self.body(path), function, name)
            found = Relevance(function.body, needed, returns=False, seeds=None)
            self.relevant_for[key] = frozenset(found.kept)
        return self.relevant_for[key]

    def does_cors(self, path: str, function: p.Function) -> bool:
        key = (path, function.at)
        if key not in self.doing:
            doing = self.doers(path)
            self.doing[key] = any(
                about_cors(word) or word in doing for word in words(function.body)
            )
        return self.doing[key]

    def set_by_origin(self, path: str, klass: p.Class, name: str) -> bool:
        key = (path, klass.at, name)
        if key not in self.setting:
            self.setting[key] = any(
                "origin" in word.lower()
                for value in stored(klass, name)
                for word in words(value)
            )
        return self.setting[key]

    def decorators(
        self, path: str, definition: p.Function | p.Class
    ) -> tuple[p.Expression, ...]:
        key = (path, definition.at)
        if key not in self.decorating:
            self.decorating[key] = tuple(
                each for each in definition.decorators if any(map(about_cors, words(each)))
            )
        return self.decorating[key]


def yields(statement: p.Statement) -> bool:
    return any(isinstance(node, p.Yield) for node in walk(own(statement)))


def stored(klass: p.Class, name: str) -> Iterator[p.Expression]:
    """The values that the methods of a class give to ``self.name``."""
    for node in walk(klass.body):
        if isinstance(node, p.Assign) and node.value is not None:
            for target in node.targets:
                if isinstance(target, p.Attribute) and target.name == name:
                    yield node.value


def keep(
    body: p.Block,
    needed: set[str],
    seeds: frozenset[str] | None,
    uses: Callable[[p.Function | p.Class], set[str]] = uses,
) -> frozenset[p.At]:
    """The statements of a module that matter to ``needed``, or to CORS and ``seeds``.

    ``uses`` gives the names that matter because of a definition that does.
    """
    definitions = {
        statement.name: statement
        for statement in body
        if isinstance(statement, (p.Function, p.Class))
    }
    expanded: set[str] = set()
    while True:
        found = Relevance(body, set(needed), returns=False, seeds=seeds)
        fresh = (found.needed & definitions.keys()) - expanded
        if not fresh:
            return frozenset(found.kept)
        expanded |= fresh
        needed = found.needed.union(*(uses(definitions[name]) for name in fresh))
