"""Airflow: ``[api] access_control_allow_origins`` in ``airflow.cfg``, and its variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.settle import as_text
from corslint.libraries.airflow.model import HEADERS, METHODS, ORIGINS, Api, EarlierApi
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.configured import Outside, OwnFile
from corslint.libraries.kit.flags import Reading, Spelling
from corslint.libraries.kit.lists import by_commas
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.whom import (
    Everybody,
    Meant,
    Untold,
    entries_of,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.origin import WILDCARD
from corslint.syntax import ini
from corslint.wire import ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN

OPTIONS = (ORIGINS, METHODS, HEADERS)


def earlier(use: Use) -> Iterator[Meant]:
    given = use.given[ORIGINS]
    text = as_text(given.thing)
    if text is None:
        yield meant(*given, Untold(plain(given.thing).missing or ""))
    elif text == WILDCARD:
        yield meant(*given, Everybody())
    else:
        for entry in filter(None, text.split(" ")):
            yield meant(*given, equal(entry))


def outside(reads: Reading) -> Outside:
    return Outside(
        tuple(
            Spelling(
                name,
                variables=(f"AIRFLOW__API__{name.upper()}",),
                key=("api", name),
                reads=reads,
            )
            for name in OPTIONS
        ),
        deciding=frozenset({ORIGINS}),
        file=OwnFile(re.compile(r"(?:^|/)airflow[^/]*\.cfg$"), ini.parse, reads),
    )


NEWEST = Component(
    title="Airflow",
    package="apache-airflow",
    version="3.3.2",
    words=(),
    reads=(),
    build=Api,
    kinds={ORIGINS: Kind.ORIGINS, METHODS: Kind.METHODS, HEADERS: Kind.HEADERS},
    whom=entries_of(ORIGINS),
    shown={ALLOW_ORIGIN: ORIGINS, ALLOW_METHODS: METHODS, ALLOW_HEADERS: HEADERS},
    opened={ORIGINS: ["https://app.example"]},
    remedy=(
        "List the origins that need access, with commas between them: "
        "`access_control_allow_origins = https://app.example.com`."
    ),
    outside=outside(by_commas),
)
BEFORE = replace(
    NEWEST,
    version="2.11.0",
    build=EarlierApi,
    kinds={
        ORIGINS: Kind.ORIGIN_TEXT,
        METHODS: Kind.METHOD_TEXT,
        HEADERS: Kind.HEADER_TEXT,
    },
    whom=earlier,
    opened={ORIGINS: "https://app.example"},
    remedy=(
        "List the origins that need access, with a space between them: "
        "`access_control_allow_origins = https://app.example.com`."
    ),
    vary_offered=False,
    outside=outside(str),
)

extract = extractor_of(
    "airflow",
    replace(NEWEST, older=(("3.0", BEFORE),)),
    markers=(ORIGINS.encode(),),
)
