"""Every recorded answer of every library, cell by cell, against what is predicted."""

from __future__ import annotations

import pytest
from admitting import admits
from cells import seen
from recorded import MATRIX, Case, cases, expected, request, rows
from sources import EXTRACTORS, UNDECIDED

from corslint.allow_origin import OriginList
from corslint.observation import Effect, RefusedSetting, UnknownOption, WrongType
from corslint.origin import malformed
from corslint.policy import Channel

STARTED = cases(started=True)
REFUSED = cases(started=False)
ONLY_ERRORS = frozenset({"tornado-x_in_get_then_error"})
"""A handler that raises whatever is asked: its policy is that of a success it never has."""
SPEAKING = [case for case in STARTED if case.id not in ONLY_ERRORS]


@pytest.mark.parametrize("case", STARTED, ids=[case.id for case in STARTED])
def test_every_recorded_answer_is_predicted(case: Case) -> None:
    policies = case.policies()
    for key, asked, recorded in case.cells():
        answer = case.predicted(policies, asked)
        if left_to_chance(case, key):
            assert answer.doubts != (), key
            continue
        assert answer.doubts == (), key
        assert seen(answer, recorded) == expected(recorded), key


def left_to_chance(case: Case, key: str) -> bool:
    origin, _ = UNDECIDED.get((case.library, case.row["id"]), (None, ""))
    return key.partition("|")[2] == origin


@pytest.mark.parametrize("case", SPEAKING, ids=[case.id for case in SPEAKING])
def test_the_policy_says_who_gets_in(case: Case) -> None:
    """What rules look at agrees with the answers, origin by origin."""
    policies = case.policies()
    for key, asked, recorded in case.cells() if policies else ():
        origin = asked.origin
        if asked.preflight or origin is None or malformed(origin) is not None:
            continue
        sent = expected(recorded).get("o", [])
        refused = recorded.get("s") == 403
        lets_in = not refused and (origin in sent or "*" in sent)
        if any(policy.channel is Channel.WEBSOCKET for policy in policies):
            lets_in = recorded.get("s") == 200
        at_work = [policy for policy in policies if not policy.stray]
        found = any(admits(policy.allow_origin, origin) for policy in at_work)
        assert found == lets_in, key


@pytest.mark.parametrize("case", REFUSED, ids=[case.id for case in REFUSED])
def test_what_does_not_start_admits_nobody_and_is_told(case: Case) -> None:
    [policy] = case.policies()
    assert any(map(stops, policy.observations))
    assert isinstance(policy.allow_origin, OriginList)
    assert policy.allow_origin.entries == ()
    for origin in MATRIX["origins"]:
        answer = case.predicted([policy], request("get", origin))
        assert (answer.status, answer.headers) == (500, ())


def stops(seen: object) -> bool:
    match seen:
        case UnknownOption(effect=effect) | WrongType(effect=effect):
            return effect is Effect.CRASHES
        case _:
            return isinstance(seen, RefusedSetting)


@pytest.mark.parametrize("library", sorted(EXTRACTORS))
def test_agreement(library: str) -> None:
    """Prints how many of a library's recorded answers are predicted to the letter."""
    all_cells, right, left, missed = 0, 0, 0, 0
    for case in cases(started=True):
        if case.library == library:
            policies = case.policies()
            for key, asked, recorded in case.cells():
                answer = case.predicted(policies, asked)
                all_cells += 1
                right += seen(answer, recorded) == expected(recorded)
                missed += left_to_chance(case, key)
                left += bool(answer.open)
    share = right / all_cells
    print(
        f"{library:22}{len(rows(library)):4} rows {right:6} of {all_cells:6} answers"
        f" = {share:.1%}; {left} leave a header to the route"
    )
    assert right + missed == all_cells
