"""MLflow's tracking server: ``mlflow server --cors-allowed-origins``.

Executed with mlflow 3.18.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corslint.evaluate.values.truth import truth
from corslint.libraries.flask_cors.editions import NEWEST
from corslint.libraries.flask_cors.entries import Regex, matcher
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside
from corslint.libraries.kit.flags import Spelling
from corslint.libraries.kit.lists import by_commas, is_true
from corslint.libraries.kit.uses import Given, Use
from corslint.libraries.kit.whom import Everybody, Fits, Meaning, Meant, each, equal
from corslint.libraries.kit.worlds import Kind
from corslint.libraries.mlflow.model import ORIGINS, Server
from corslint.origin import WILDCARD
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN

DISABLED = "disable_security_middleware"
OFF = "`--disable-security-middleware` takes all of it away"


def inactive(given: Mapping[str, Given]) -> str | None:
    disabled = given.get(DISABLED)
    return OFF if disabled and truth(disabled.thing) is True else None


def whom(use: Use) -> Iterator[Meant]:
    yield from each(use.given[ORIGINS], entry)


def entry(value: object) -> Meaning:
    """With the signs of a pattern it is one, from the beginning of the Origin on."""
    if value == WILDCARD:
        return Everybody()
    match matcher(value, NEWEST):
        case Regex(text=text, broken=False):
            return Fits(text, "match", ignore_case=True)
        case _:
            return equal(value)


extract = extractor_of(
    "mlflow",
    Component(
        title="MLflow",
        package="mlflow",
        version="3.18.0",
        words=(),
        reads=(),
        build=Server,
        kinds={ORIGINS: Kind.ORIGINS},
        whom=whom,
        shown={ALLOW_ORIGIN: ORIGINS, ALLOW_CREDENTIALS: ORIGINS},
        opened={ORIGINS: ["https://app.example"]},
        remedy=(
            "List the origins that need access, with commas between them: "
            "`--cors-allowed-origins https://app.example.com`."
        ),
        outside=Outside(
            (
                Spelling(
                    ORIGINS,
                    flags=("--cors-allowed-origins",),
                    variables=("MLFLOW_SERVER_CORS_ALLOWED_ORIGINS",),
                    reads=by_commas,
                ),
                Spelling(
                    DISABLED,
                    flags=("--disable-security-middleware",),
                    variables=("MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE",),
                    reads=is_true,
                    alone=True,
                ),
            ),
            deciding=frozenset({ORIGINS}),
            programs=(("mlflow", "server"), ("mlflow", "ui")),
            inactive=inactive,
        ),
    ),
    markers=(b"--cors-allowed-origins", b"mlflow_server_cors_allowed_origins"),
)
