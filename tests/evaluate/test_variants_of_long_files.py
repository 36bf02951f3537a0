"""A branch that was only followed on one side says nothing about what a call is for."""

from __future__ import annotations

from corslint.evaluate.study import study
from corslint.evaluate.things import Called, Symbol
from corslint.evaluate.variants import Variant, variants
from corslint.source import Source, Workspace

CALL = "from lib import cors\n{}cors('*', {})\n"
MANY = "import x\n" + "".join(
    f"if x.flag_{number}:\n    origins_{number} = cors_{number}()\n" for number in range(30)
)
"""More branches than are followed."""

BELOW = "from own import ORIGIN\n" + MANY
OWN = "import x\nif x.DEBUG_CORS:\n    ORIGIN = 1\nelse:\n    ORIGIN = 2\n"


def found(code: str, **beside: str) -> list[Variant]:
    source = Source("app.py", code)
    files = {"app.py": code, **{f"{name}.py": text for name, text in beside.items()}}
    made = study(source, Workspace.of(files))
    return list(variants(made, is_cors))


def is_cors(call: Called) -> bool:
    return isinstance(call.callee, Symbol) and call.callee.name == "lib.cors"


def test_debug_branch_around_the_call() -> None:
    [variant] = found(CALL.format("import x\nif x.DEBUG:\n    ", 1))
    assert variant.development
    [variant] = found(CALL.format(MANY + "if x.DEBUG_CORS:\n    ", 1))
    assert variant.development


def test_debug_branch_of_another_file_that_all_followed_ways_took() -> None:
    ways = found(CALL.format(BELOW, "ORIGIN"), own=OWN)
    assert [each.development for each in ways] == [False, False]


def test_call_may_be_another_on_a_way_that_was_not_followed() -> None:
    [alone] = found(CALL.format("import x\nif x.GIVEN:\n    ", 1))
    assert alone.tests == ()
    code = MANY + "import own\nif x.GIVEN_CORS:\n    "
    [variant] = found(CALL.format(code, "own.ORIGIN"), own="ORIGIN = 1\n")
    assert variant.tests
    [written] = found(CALL.format(code, "['*', 1]"))
    assert written.tests == ()
