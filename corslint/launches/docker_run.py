"""``docker run [options] IMAGE words``: a container that a command line starts.

Options as they are documented for Docker and Podman
(https://docs.docker.com/reference/cli/docker/container/run/).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corslint.syntax.words import Command, Word

PROGRAMS = frozenset({"docker", "podman", "nerdctl"})
SWITCHES = frozenset(
    """--detach --disable-content-trust --help --init --interactive --no-healthcheck
    --no-hostname --no-hosts --oom-kill-disable --privileged --publish-all --quiet
    --read-only --replace --rm --rmi --sig-proxy --tls-verify --tty
    --use-api-socket""".split()
)
"""Options that take no value but after ``=``."""

LETTERS = re.compile(r"-[ditPqh]*")
SHORT = {"-e": "--env"}


@dataclass(frozen=True, slots=True)
class Container:
    """``words`` are for the entry point of ``image``, or name another: then it is None.

    ``variables`` are ``NAME=value`` each. Where it is not ``complete`` there are more.
    """

    words: Command
    image: str | None
    variables: Command
    complete: bool


def container(words: Command) -> Container | None:
    """The container that a command runs; None for any other command."""
    arguments = of_run(words)
    if arguments is None:
        return None
    rest = iter(arguments)
    variables: list[Word] = []
    entry: Command = ()
    complete = True
    for name, value in options(rest):
        match name, value:
            case "--env", Word():
                variables.append(value)
            case "--env-file", _:
                complete = False
            case "--entrypoint", Word():
                entry = (value,)
            case "", Word():
                image = None if entry else value.written
                return Container((*entry, *rest), image, tuple(variables), complete)
            case _:
                pass
    return None


def of_run(words: Command) -> Command | None:
    if not words or posixpath.basename(words[0].text or "") not in PROGRAMS:
        return None
    rest = words[2:] if words[1:2] and words[1].text == "container" else words[1:]
    return rest[1:] if rest and rest[0].text in ("run", "create") else None


def options(rest: Iterator[Word]) -> Iterator[tuple[str, Word | None]]:
    """Each option with its value, and the image as one without a name."""
    for word in rest:
        if not word.start.startswith("-"):
            yield "", word
            return
        name, equals, _ = word.written.partition("=")
        if name.startswith("--"):
            if equals:
                yield name, cut(word, len(name) + 1)
            else:
                yield name, None if name in SWITCHES else next(rest, None)
        elif not LETTERS.fullmatch(name):
            # `-e NAME`, `-eNAME`, `-ite NAME`
            found = LETTERS.match(name)
            length = found.end() if found else 1
            short = "-" + name[length : length + 1]
            glued = len(word.written) > length + 1
            value = cut(word, length + 1) if glued else next(rest, None)
            yield SHORT.get(short, short), value


def cut(word: Word, start: int) -> Word:
    """The word without its beginning."""
    text = None if word.text is None else word.text[start:]
    return Word(text, word.span, word.variables, word.holed[start:])
