"""GitHub's line hashes.

Recorded by running the algorithm of github/codeql-action ``src/fingerprints.ts`` (with
npm's ``long`` in Node 20) on these texts.
"""

from __future__ import annotations

import pytest

from corslint.reporters.line_hash import line_hashes

CODE = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    "\tCORS(app)  # héllo 😀\nCORS(app)\n"
)
CODE_HASHES = [
    "598566e5ff6116b0:1",
    "fcaf2429d3125579:1",
    "ed6b95490dd7092:1",
    "2ce8a332f0e0b2b0:1",
    "af8efaaae27ba0ed:1",
    "44eea8c21ce79966:1",
    "c129715d7a2bc9a3:1",
]
RECORDED = [
    ("", ["c129715d7a2bc9a3:1"]),
    (CODE, CODE_HASHES),
    (CODE.replace("\n", "\r\n"), CODE_HASHES),
    (
        "a\r\n\nb\rc\r \nd\n  \n\n",
        [
            "c5d243180973eee1:1",
            "d9d023b5fa47679a:1",
            "82f503472d3166d8:1",
            "18fbb982b7523824:1",
            "3336179efda5c03b:1",
            "6eb143f4a9d4361d:1",
            "5b5d4caf73a13177:1",
            "3c5bef55b72b93c9:1",
            "c129715d7a2bc9a3:1",
        ],
    ),
    (
        f"{'x' * 250}\n{'x' * 250}\n",
        ["52b56201ffb58620:1", "52b56201ffb58620:2", "c129715d7a2bc9a3:1"],
    ),
    (
        "add_header A b;\n" * 12,
        [
            "e1e7debe94e6a2b4:1",
            "e1e7debe94e6a2b4:2",
            "e1e7debe94e6a2b4:3",
            "e1e7debe94e6a2b4:4",
            "e1e7debe94e6a2b4:5",
            "e1e7debe950b9426:1",
            "d9b481d1d4d21359:1",
            "4930f4525fea8204:1",
            "e9d51c300da376e7:1",
            "e6c320e662eff6c2:1",
            "7755cdd8ccba455:1",
            "8d4676d225be7060:1",
            "c129715d7a2bc9a3:1",
        ],
    ),
]


@pytest.mark.parametrize(("text", "hashes"), RECORDED)
def test_recorded_hashes(text: str, hashes: list[str]) -> None:
    assert line_hashes(text) == hashes
