"""From the command line to the settings that hold and the files to look at."""

from __future__ import annotations

import os
from itertools import chain

from corslint.commands.grammar import COMMANDS
from corslint.discovery.discover import STDIN, Discovery
from corslint.discovery.walk import Exclusion
from corslint.errors import UsageError
from corslint.settings import config
from corslint.settings.rule_names import all_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corslint.commands.arguments import Arguments
    from corslint.settings.config import Settings


def settings_for(arguments: Arguments) -> Settings:
    """The settings of the run. Raises UsageError, also for a selector of no rule."""
    first = arguments.paths[0] if arguments.paths else os.curdir
    if first == STDIN:
        first = arguments.stdin_filename or os.curdir
    settings = config.load(first, arguments.config, arguments.isolated)
    words = selectors(settings, arguments)
    # A wrong selector is wrong even in a run that has nothing to check.
    if words and not all_known(words):
        from corslint.commands.effective import options

        options(settings, arguments)
    return settings


def selectors(settings: Settings, arguments: Arguments) -> list[str]:
    """Every word that is meant to select rules."""
    return [
        *(arguments.select or ()),
        *(arguments.ignore or ()),
        *(arguments.extend_select or ()),
        *(settings.select or ()),
        *settings.ignore,
        *settings.extend_select,
        *settings.severity,
        *chain.from_iterable(settings.per_file_ignores.values()),
        *chain.from_iterable(entry.rules for entry in settings.ignores),
    ]


def discovery_for(arguments: Arguments, settings: Settings) -> Discovery:
    """The files of the run. Raises UsageError for a named path that does not exist."""
    for path in arguments.paths:
        if path in COMMANDS and not os.path.lexists(path):
            raise UsageError(f'"{path}" is a command only as the first word')
    exclusion = Exclusion(settings.base, settings.exclude, settings.extend_exclude)
    paths = arguments.paths or [os.curdir]
    return Discovery(paths, exclusion, arguments.stdin_filename)
