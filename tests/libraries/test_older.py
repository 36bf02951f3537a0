"""Every recorded answer of older versions, where the project names that version."""

from __future__ import annotations

from itertools import groupby

import pytest
from cells import seen
from older import RECORDED, SUBJECTS, Case, cases
from recorded import expected, request

CASES = cases()
STARTED = [case for case in CASES if case.started]
REFUSED = [case for case in CASES if not case.started]
VERSIONS = [
    pytest.param(list(group), id="-".join(key))
    for key, group in groupby(CASES, lambda case: (case.library, case.version))
]


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_every_recorded_answer_is_predicted(case: Case) -> None:
    policies = case.policies()
    for key, asked, recorded in case.cells():
        answer = case.predicted(policies, asked)
        assert answer.doubts == (), key
        assert seen(answer, recorded) == expected(recorded), key


@pytest.mark.parametrize("case", REFUSED, ids=[case.id for case in REFUSED])
def test_what_does_not_start_answers_nothing(case: Case) -> None:
    policies = case.policies()
    for origin in ("good", "evil", "none"):
        answer = case.predicted(policies, request("get", origin))
        assert answer.headers == ()
        assert answer.status == 500 or answer.doubts


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_policy_says_which_version_it_is_read_with(case: Case) -> None:
    for policy in case.policies():
        assert policy.version is not None
        assert policy.version.version == case.version
        assert policy.version.why == "named in requirements.txt"


@pytest.mark.parametrize("group", VERSIONS)
def test_agreement(group: list[Case]) -> None:
    """Prints how many of a version's recorded answers are predicted to the letter."""
    told, right = 0, 0
    for case in (each for each in group if each.started):
        policies = case.policies()
        for _, asked, recorded in case.cells():
            told += 1
            right += seen(case.predicted(policies, asked), recorded) == expected(recorded)
    first = group[0]
    print(
        f"{first.library:20} {first.version:7}{len(group):4} rows {right:6} of {told:6}"
        f" answers = {right / told:.1%}"
    )
    assert right == told


def test_the_whole_recording_is_compared() -> None:
    wanted = [each for each in RECORDED["recordings"] if each["library"] in SUBJECTS]
    assert len(CASES) == sum(len(each["rows"]) for each in wanted)
    assert {case.library for case in CASES} == set(SUBJECTS)
