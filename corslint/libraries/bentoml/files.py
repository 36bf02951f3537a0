"""BentoML's configuration files: which services they are about.

What stands under ``services`` counts for all of them, what stands under the name of one
for that one, option by option. ``api_server`` is that of legacy services, which are no
classes. Executed with bentoml 1.4.39.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.deployments.places import folders_above
from corslint.handwritten.routing.surroundings import MAX_FILES, serving
from corslint.source import Source, Workspace
from corslint.syntax.tree import Mapping, Node, Pair, Scalar

SERVER = "api_server"
HTTP, CORS = "http", "cors"
MAX_SERVICES = 200
CLASS = re.compile(r"(?m)^@bentoml\.service\b|^from bentoml import .*\bservice\b")
LEGACY = re.compile(
    r"(?m)\bbentoml\.(?:legacy|Service)\b|^from bentoml import .*\bService\b"
)
GENERAL = frozenset(
    """backlog batching grpc http logging max_runner_connections metrics monitoring
    resources runner_probe ssl tracing traffic workers""".split()
)
"""What is said of all services, among their names."""


def servers(root: Node, source: Source, workspace: Workspace) -> Iterator[Node]:
    """Each as an ``api_server``. With a ``version`` no service starts.

    That of legacy services counts for nothing in a project that has only classes.
    """
    if below(root, SERVER) is not None and not only_classes(source, workspace):
        yield root
    services = below(root, "services")
    if services is None or not isinstance(root, Mapping) or root.get("version") is not None:
        return
    common = below(below(services, HTTP), CORS)
    if common is not None:
        yield as_server(common)
    for name, pair in list(services.named().items())[:MAX_SERVICES]:
        own = below(below(pair.value, HTTP), CORS) if name not in GENERAL else None
        if own is not None:
            yield as_server(merged(own, common))


def only_classes(source: Source, workspace: Workspace) -> bool:
    """Whether the project's services are classes, as far as its files can be read."""
    folders = [
        each for each in folders_above(workspace, source.path) if workspace.names(each)
    ]
    paths = [each for folder in folders[-1:] for each in serving(workspace, folder)]
    read = [workspace.source(each) for each in paths if each.endswith(".py")]
    texts = [each.text for each in read if each is not None]
    whole = len(paths) < MAX_FILES and len(texts) == len(read)
    return whole and any(map(CLASS.search, texts)) and not any(map(LEGACY.search, texts))


def below(node: Node | None, name: str) -> Mapping | None:
    found = node.get(name) if isinstance(node, Mapping) else None
    return found if isinstance(found, Mapping) else None


def merged(own: Mapping, common: Mapping | None) -> Mapping:
    """The options of one service, and those that it leaves as they are for all."""
    others = () if common is None else (*common.inherited, *common.pairs)
    inherited = (*others, *own.inherited)
    return Mapping(own.pairs, own.span, own.tag, own.via, inherited)


def as_server(cors: Mapping) -> Mapping:
    found = cors
    for name in (CORS, HTTP, SERVER):
        found = Mapping((Pair(Scalar(name, cors.span), found),), cors.span)
    return found
