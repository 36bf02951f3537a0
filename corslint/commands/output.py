"""Where a run's words go: results to standard output or a file, all else to stderr."""

from __future__ import annotations

import os
import sys

from corslint.errors import UsageError, because
from corslint.terminal import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

MIN_WIDTH = 80


def say(message: str) -> None:
    """One line on stderr; where there is none to write to, nothing."""
    if sys.stderr is not None:
        write(sys.stderr, f"corslint: {message}\n")


def publish(text: str, file: str | None = None) -> None:
    """Results to standard output, or into ``file``. Raises UsageError if that fails."""
    if file is None:
        if sys.stdout is not None:
            write(sys.stdout, text)
        return
    try:
        with open(
            file, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as out:
            out.write(text)
    except OSError as error:
        raise UsageError(f"{clean(file)}: {because(error)}") from None


def write(stream: TextIO, text: str) -> None:
    """Write and flush; a reader that has gone away is no error, a full disk is one.

    Characters that the stream's encoding lacks are spelled out.
    """
    try:
        try:
            stream.write(text)
        except UnicodeEncodeError:
            stream.write(
                text.encode(stream.encoding, "backslashreplace").decode(stream.encoding)
            )
        stream.flush()
    except BrokenPipeError:
        # What is still buffered must go somewhere when the interpreter closes the stream.
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, stream.fileno())
        os.close(silence)
    except OSError as error:
        raise UsageError(f"cannot write the results: {because(error)}") from None


def colored(wish: str, stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Whether to colour: the option decides, then NO_COLOR, FORCE_COLOR, the terminal.

    ``stream`` is None for a file.
    """
    if wish != "auto":
        return wish == "always"
    if environ.get("NO_COLOR") or stream is None:
        return False
    if environ.get("FORCE_COLOR") or environ.get("CLICOLOR_FORCE"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def width(stream: TextIO | None) -> int:
    """The terminal's width in cells, 80 without one and at the least."""
    try:
        cells = os.get_terminal_size(stream.fileno()).columns if stream else 0
    except (OSError, ValueError):
        cells = 0
    return max(cells, MIN_WIDTH)
