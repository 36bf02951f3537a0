"""Predictions against the installed libraries, on configurations that nobody chose.

``CORSLINT_FULL=1`` draws more of them.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from drawing import ORIGINS, Source, origins, several, switch
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import expected, predicted, seen
from sources import FORMS
from talking import Ask, asked_wsgi

from corslint import registry
from corslint.policy import Policy
from corslint.source import Source as File
from corslint.source import Workspace
from corslint.wire import Request

EXAMPLES = 400 if os.environ.get("CORSLINT_FULL") else 40
HEADERS = ("X-Custom", "Authorization", "*", "")


@dataclass(frozen=True)
class Live:
    """How a library is called with options, and how the application is asked.

    ``call`` has ``{given}`` for the arguments; ``app`` is what the code names.
    """

    call: str
    options: Mapping[str, Source]
    ask: Ask
    extractor: str

    def arguments(self) -> Source:
        """Some of the options, each by name."""
        return st.fixed_dictionaries({}, optional=dict(self.options)).map(
            lambda found: ", ".join(f"{name}={each}" for name, each in found.items())
        )


LIBRARIES = {
    "falcon": Live(
        "falcon.App(middleware=falcon.CORSMiddleware({given}))",
        {
            "allow_origins": origins(),
            "expose_headers": several(HEADERS),
            "allow_credentials": st.one_of(origins(), switch()),
            "allow_private_network": switch(),
        },
        asked_wsgi,
        "falcon",
    ),
}
REQUESTS = [
    *(Request(origin) for origin in (None, *ORIGINS)),
    *(Request(origin, credentials=True) for origin in ORIGINS),
    *(Request(origin, "OPTIONS", asks_method="GET") for origin in (None, *ORIGINS)),
    *(
        Request(origin, "OPTIONS", asks_method="PUT", asks_headers=("x-custom",))
        for origin in ORIGINS
    ),
]


@pytest.mark.parametrize("library", LIBRARIES)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_real_applications_answer_as_predicted(library: str, data: st.DataObject) -> None:
    live = LIBRARIES[library]
    spelling = live.call.replace("{given}", data.draw(live.arguments(), "arguments"))
    code = FORMS[library].replace("{spelling}", spelling)
    policies = read(live.extractor, code)
    app = started(code)
    if app is None:
        [policy] = policies
        assert (
            predicted(live.extractor, policies, Request("https://a.example")).status == 500
        )
        assert policy.observations
        return
    for request, real in zip(REQUESTS, live.ask(app, REQUESTS), strict=True):
        answer = predicted(live.extractor, policies, request)
        assert answer.doubts == (), request
        assert seen(answer, real) == expected(real), request


def read(extractor: str, code: str) -> list[Policy]:
    found = registry.extractor_for(extractor)
    return list(found.extract(File("main.py", code), Workspace.of({"main.py": code})))


def started(code: str) -> Any:
    """The application that the code makes; None if the library refuses its options."""
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(code, "main.py", "exec"), names)
        except (TypeError, ValueError, AttributeError):
            return None
    return names["app"]
