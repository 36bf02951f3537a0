"""What is reported of a configuration against what was recorded of it.

A finding is as grave as the wire: the same words are open in one library, broken in another.
"""

from __future__ import annotations

import pytest
from recorded import Case, cases, expected
from sources import source

from corslint.engine.lint import lint
from corslint.finding import Effect, Finding, Severity
from corslint.source import Source, Workspace

STARTED = cases(started=True)
SAYS_SO = {"mixed-wildcard", "wildcard-with-credentials", "wrong-value-type"}
"""Rules that tell of another mistake that everybody gets in by it, too."""


def findings(case: Case) -> tuple[Finding, ...]:
    code = source(case.library, case.row["id"], case.row["spelling"])
    return lint([Source("main.py", code)], Workspace.of({"main.py": code})).findings


def answered_to_a_stranger(case: Case, kind: str) -> tuple[object, object]:
    """Allow-Origin and Allow-Credentials that a page of `evil` was sent for a GET."""
    for key, asked, recorded in case.cells():
        cell = expected(recorded)
        if key == f"{kind}|evil" and cell.get("s") not in (400, 403, 500):
            sent = cell.get("o", [])
            assert isinstance(sent, list)
            star = sent == ["*"] or (sent == [asked.origin] and "echo")
            return star, cell.get("c")
    return False, None


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_findings_are_as_grave_as_the_answers(case: Case) -> None:
    found = findings(case)
    opens = [one for one in found if one.effect is Effect.OPEN]
    with_cookies, cookies = answered_to_a_stranger(case, "get_cookie")
    without, _ = answered_to_a_stranger(case, "get")
    names = {one.name for one in found}
    stolen = with_cookies == "echo" and cookies == "true"
    if stolen:
        assert any(one.severity >= Severity.HIGH for one in opens)
    else:
        assert not any(one.severity is Severity.CRITICAL for one in opens)
    if with_cookies is True and cookies == "true":
        assert "wildcard-with-credentials" in names
    if without:
        assert opens or names & SAYS_SO
