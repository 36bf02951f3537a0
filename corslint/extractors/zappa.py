"""Zappa: what the stages of ``zappa_settings`` have AWS answer.

Executed with zappa 0.63.0, as far as what AWS is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corslint.extractor import Extractor
from corslint.languages import SETTINGS
from corslint.libraries.kit.component import edition, policy_of, predict
from corslint.libraries.zappa import rest_api
from corslint.libraries.zappa.application import with_application
from corslint.libraries.zappa.gateway_headers import FUNCTION_URL, HTTP_API
from corslint.libraries.zappa.reading import Face, said_by, use_of
from corslint.libraries.zappa.stages import stages
from corslint.policy import Layer, Policy
from corslint.source import Source, Workspace
from corslint.syntax import json, toml, yaml
from corslint.syntax.tree import Node

COMPONENTS = {
    Face.REST: rest_api.COMPONENT,
    Face.HTTP: HTTP_API,
    Face.URL: FUNCTION_URL,
}
FILE = re.compile(r"(?:^|/)zappa_settings\.(?P<kind>json|toml|ya?ml)$")
"""Zappa takes the first of them that there is, in this order."""


def root_of(source: Source, kind: str) -> Iterator[Node]:
    match kind:
        case "json":
            yield json.parse(source)
        case "toml":
            yield toml.parse(source)
        case _:
            yield from yaml.parse(source)[:1]


def policies(source: Source, workspace: Workspace) -> Iterator[Policy]:
    found = FILE.search(source.path)
    if found is None:
        return
    for root in root_of(source, found["kind"]):
        for stage in stages(root):
            for said in said_by(stage):
                component, version = edition(COMPONENTS[said.face], workspace, source.path)
                made = policy_of("zappa", component, use_of(said), version)
                known = with_application(made, stage, workspace)
                yield replace(known, layer=Layer.GATEWAY)


extract = Extractor(
    frozenset({SETTINGS}), (b"cors", b"function_url_enabled"), policies, predict
)
