"""What older versions answered, row by row: ``data/framework_matrix_older.json``.

The project names the version in its requirements, as users do.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest
from recorded import Library, Row, expected, predicted, request, seen
from sources import EXTRACTORS, source
from test_matrix import admits

from corslint import registry
from corslint.origin import malformed
from corslint.policy import Policy
from corslint.source import Source, Workspace

DATA = Path(__file__).parents[1] / "data" / "framework_matrix_older.json"
LIBRARIES = ("litestar",)


class Recording(Library):
    library: str


class Older(TypedDict):
    answers: list[dict[str, str | int | list[str]]]
    recordings: list[Recording]


OLDER: Older = json.loads(DATA.read_text("utf-8"))
CASES = [
    pytest.param(each, row, id=f"{each['library']}-{row['id']}")
    for each in OLDER["recordings"]
    if each["library"] in LIBRARIES
    for row in each["rows"]
]


def policies(recording: Recording, row: Row) -> list[Policy]:
    library = recording["library"]
    code = source(library, row["id"], row["spelling"])
    pins = "".join(f"{name}=={each}\n" for name, each in recording["versions"].items())
    workspace = Workspace.of({"main.py": code, "requirements.txt": pins})
    extractor = registry.extractor_for(EXTRACTORS[library])
    return list(extractor.extract(Source("main.py", code), workspace))


@pytest.mark.parametrize(("recording", "row"), CASES)
def test_every_recorded_answer_is_predicted(recording: Recording, row: Row) -> None:
    found = policies(recording, row)
    assert row["cells"]
    for key, number in row["cells"].items():
        asked, recorded = request(*key.split("|")), OLDER["answers"][number]
        answer = predicted(EXTRACTORS[recording["library"]], found, asked)
        assert answer.doubts == (), key
        assert seen(answer, recorded) == expected(recorded), key
        sent = expected(recorded).get("o", [])
        origin = asked.origin
        if asked.method == "GET" and origin and malformed(origin) is None:
            lets_in = origin in sent or "*" in sent
            assert any(admits(each.allow_origin, origin) for each in found) == lets_in, key
