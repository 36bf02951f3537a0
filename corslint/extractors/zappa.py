"""Zappa: what the stages of ``zappa_settings`` have AWS answer.

Executed with zappa 0.63.0, as far as what AWS is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corslint.allow_origin import AnyOrigin
from corslint.extractor import Extractor
from corslint.languages import SETTINGS
from corslint.libraries.kit.component import edition, policy_of, predict
from corslint.libraries.zappa import rest_api
from corslint.libraries.zappa.application import with_application
from corslint.libraries.zappa.gateway_headers import FUNCTION_URL, HTTP_API
from corslint.libraries.zappa.reading import Face, said_by, use_of
from corslint.libraries.zappa.stages import stages
from corslint.origin import WILDCARD
from corslint.policy import Layer, Policy
from corslint.source import Source, Workspace
from corslint.syntax import json, toml, yaml
from corslint.syntax.tree import Node
from corslint.wire import ALLOW_ORIGIN, Answer, Request

COMPONENTS = {
    Face.REST: rest_api.COMPONENT,
    Face.HTTP: HTTP_API,
    Face.URL: FUNCTION_URL,
}
REPORTED = "others report it of AWS, and it was not asked"
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


def answer(policy: Policy, request: Request) -> Answer:
    """What AWS is told to send. That it echoes for a wildcard is what others report."""
    found = predict(policy, request)
    anybody = isinstance(policy.allow_origin, AnyOrigin)
    echoed = anybody and found.value(ALLOW_ORIGIN) not in (None, WILDCARD)
    return replace(found, doubts=(*found.doubts, REPORTED)) if echoed else found


extract = Extractor(
    frozenset({SETTINGS}), (b"cors", b"function_url_enabled"), policies, answer
)
