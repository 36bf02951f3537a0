"""``local.settings.json``, and the ``host.json`` that says nothing about CORS."""

from __future__ import annotations

import re
from dataclasses import replace

from corslint.libraries.azure_functions_core_tools.model import CREDENTIALS, ORIGINS
from corslint.source import Source
from corslint.syntax import json, tree

MISPLACED = "cors"
HOST = "Host"
NAMES = {name.lower(): name for name in (ORIGINS, CREDENTIALS)}
FILE = re.compile(r"(?:^|/)(?:local\.settings|host)\.json$")
HOST_FILE = re.compile(r"(?:^|/)host\.json$")


def settings(source: Source) -> tree.Node:
    """What the keys lead to; those below ``Host`` count in lower and upper case alike."""
    root = json.parse(source)
    if not isinstance(root, tree.Mapping):
        return root
    if HOST_FILE.search(source.path):
        return misplaced(root)
    pairs = (
        replace(pair, value=folded(pair.value)) if named(pair) == HOST else pair
        for pair in root.pairs
    )
    return replace(root, pairs=tuple(pairs))


def misplaced(root: tree.Mapping) -> tree.Mapping:
    """Of a ``host.json``, which has a ``version``, what it says about CORS anywhere."""
    http = at_once(at_once(root, "extensions"), "http")
    tables = (root, at_once(root, "http"), http, at_once(root, HOST))
    pairs = (
        replace(pair, key=tree.Scalar(MISPLACED, pair.key.span))
        for table in (tables if root.get("version") else ())
        if isinstance(table, tree.Mapping)
        for pair in table.pairs
        if (named(pair) or "").lower() == MISPLACED
    )
    return replace(root, pairs=tuple(pairs))


def at_once(node: tree.Node | None, name: str) -> tree.Node | None:
    return node.get(name) if isinstance(node, tree.Mapping) else None


def named(pair: tree.Pair) -> str | None:
    return pair.key.text if isinstance(pair.key, tree.Scalar) else None


def folded(node: tree.Node) -> tree.Node:
    if not isinstance(node, tree.Mapping):
        return node
    pairs = (
        replace(
            pair, key=tree.Scalar(NAMES.get((named(pair) or "").lower(), ""), pair.key.span)
        )
        for pair in node.pairs
    )
    return replace(node, pairs=tuple(pairs))
