"""fastapi-cors: ``CORS(app)``, which reads ``ALLOW_ORIGINS`` and others by itself.

It adds FastAPI's middleware with what environs makes of the environment.
Executed with fastapi-cors 0.0.6 on environs 15.2.0 and FastAPI 0.165.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.readers.environs import flag
from corslint.evaluate.study import Study
from corslint.evaluate.things import Arguments, Called, Keyword, Thing
from corslint.extractors import starlette
from corslint.libraries.kit.environment import Variable, value_of
from corslint.libraries.kit.handed import Handing
from corslint.libraries.kit.lists import between_commas
from corslint.libraries.kit.tools import Tool, tool_extractor
from corslint.libraries.kit.uses import Passed, Signature, Use
from corslint.observation import Observation, RefusedSetting
from corslint.policy import Policy


def entries(text: str) -> list[str]:
    """Blanks around them stay, which no Origin has."""
    return between_commas(text) if text else []


VARIABLES = {
    "allow_origins": Variable(
        "ALLOW_ORIGINS", ["http://localhost", "http://localhost:3000"], entries
    ),
    "allow_credentials": Variable("ALLOWED_CREDENTIALS", True, flag),
    "allow_methods": Variable("ALLOWED_METHODS", ["*"], entries),
    "allow_headers": Variable("ALLOWED_HEADERS", ["Access-Control-Allow-Origin"], entries),
}
REFUSED = (
    "fastapi-cors raises an error at start: `{}` in `{}` is no truth value, `true` and "
    "`false` are"
)
CALL = Signature(
    frozenset({"fastapi_cors.CORS", "fastapi_cors.main.CORS"}),
    ("include_health_check",),
    first=("app",),
)


def told(call: Called) -> Passed | None:
    """The call itself says nothing about CORS."""
    found = CALL(call)
    return found and replace(found, given={}, missing=None)


def hands(use: Use) -> Iterator[Handing]:
    if use.study is None:
        return
    study, span = use.study, use.call.span
    found = {name: read(study, each, use) for name, each in VARIABLES.items()}
    refused = [name for name, thing in found.items() if thing is None]
    yield Handing(
        starlette.HANDED,
        "fastapi.middleware.cors.CORSMiddleware",
        {name: each.name for name, each in VARIABLES.items()},
        options=Arguments(
            keywords=tuple(
                Keyword(name, thing, span, span) for name, thing in found.items() if thing
            )
        ),
        finish=lambda use, policy: finished(study, use, policy, refused),
    )


def read(study: Study, variable: Variable, use: Use) -> Thing | None:
    """None for a text that is refused."""
    try:
        return value_of(study, variable, use.call.span)
    except ValueError:
        return None


def finished(study: Study, use: Use, policy: Policy, refused: list[str]) -> Policy:
    names = {each.name for each in VARIABLES.values()}
    seen = (*policy.observations, *refusals(study, use, refused))
    nothing = names.isdisjoint(study.tree.settings) and not use.passed.strange
    return replace(policy, observations=seen, unsaid=nothing)


def refusals(study: Study, use: Use, names: list[str]) -> Iterator[Observation]:
    for name in names:
        variable = VARIABLES[name].name
        text = study.tree.settings[variable].value
        yield RefusedSetting(use.call.span, REFUSED.format(text, variable))


extract = tool_extractor(
    "fastapi_cors",
    Tool(
        title="fastapi-cors",
        package="fastapi-cors",
        version="0.0.6",
        words=("fastapi_cors",),
        reads=(told,),
        hands=hands,
        remedy=(
            "List the origins that need access, with commas and no blanks between them: "
            "`ALLOW_ORIGINS=https://app.example.com,https://admin.example.com`."
        ),
    ),
    markers=(b"fastapi_cors",),
)
