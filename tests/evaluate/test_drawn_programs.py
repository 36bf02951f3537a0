"""Programs of which nothing is open: what corslint knows of them is what they compute.

``CORSLINT_FULL=1`` draws more of them.
"""

from __future__ import annotations

import os

from drawn_programs import programs
from executed import executed
from hypothesis import assume, given, settings
from reading_values import sunk

HEAD = "from outside import cors_sink\n"
EXAMPLES = 2_000 if os.environ.get("CORSLINT_FULL") else 150


@settings(max_examples=EXAMPLES)
@given(programs())
def test_all_that_a_closed_program_computes_is_known(program: str) -> None:
    try:
        wanted = executed(HEAD + program)
    except (LookupError, ValueError, TypeError, ArithmeticError):
        assume(False)
    assert sunk(HEAD + program) == wanted
