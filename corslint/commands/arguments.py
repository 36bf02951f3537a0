"""What the command line says, checked, with a hint for what it does not know."""

from __future__ import annotations

from corslint.commands.grammar import PARSERS
from corslint.errors import UsageError, did_you_mean
from corslint.terminal import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Arguments:
    """What the command line says, after ``parse``."""

    paths: list[str]
    format: str = "full"
    output: str | None = None
    color: str = "auto"
    quiet: bool = False
    statistics: bool = False
    select: list[str] | None = None
    ignore: list[str] | None = None
    extend_select: list[str] | None = None
    min_confidence: str | None = None
    pedantic: bool = False
    no_ignores: bool = False
    fail_on: str | None = None
    exit_zero: bool = False
    require_input: bool = False
    config: str | None = None
    isolated: bool = False
    stdin_filename: str | None = None
    rule: str | None = None
    all: bool = False


def parse(command: str | None, words: Sequence[str]) -> Arguments:
    """The arguments of a command (None: the check). Raises UsageError."""
    parser = PARSERS[command]()
    arguments, unknown = parser.parse_known_intermixed_args(words, Arguments())
    for word in unknown:
        option = word.partition("=")[0]
        hint = did_you_mean(option, parser.option_names())
        kind = "option" if option.startswith("-") else "argument"
        message = f'unknown {kind} "{clean(option)}"'
        if hint:
            raise UsageError(message + hint)
        parser.error(message)
    return arguments
