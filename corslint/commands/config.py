"""``corslint config``: the settings that hold, and where each comes from."""

from __future__ import annotations

from corslint import rulebook
from corslint.commands.arguments import Arguments
from corslint.commands.effective import options
from corslint.commands.inputs import settings_for
from corslint.commands.output import publish
from corslint.discovery.walk import EXCLUDED
from corslint.settings.config import NOT_USED_YET, Settings
from corslint.settings.rule_names import EVERY
from corslint.settings.tables import as_toml

COMMAND_LINE = "command line"


def main(arguments: Arguments) -> int:
    settings = settings_for(arguments)
    publish("".join(f"{line}\n" for line in lines(settings, arguments)))
    return 0


def lines(settings: Settings, arguments: Arguments) -> list[str]:
    values, origins = effective(settings, arguments)
    text = [f"# configuration file: {settings.file or 'none'}"]
    for key, value in values.items():
        remark = "; not used yet" if key in NOT_USED_YET else ""
        text.append(f"{key} = {as_toml(value)}  # {origins[key]}{remark}")
    on = options(settings, arguments).on
    rules = [rule.id for rule in rulebook.load().values() if on(rule)]
    return [*text, f"# rules that are on: {', '.join(rules) or 'none'}"]


def effective(
    settings: Settings, arguments: Arguments
) -> tuple[dict[str, object], dict[str, str]]:
    """The value of every key, and where it comes from."""
    defaults = {"select": (EVERY,), "exclude": EXCLUDED}
    values = {
        key: defaults[key] if value is None else value
        for key, value in settings.values.items()
    }
    origins = {key: settings.file if key in settings.given else "default" for key in values}
    given = {
        "select": arguments.select,
        "ignore": arguments.ignore,
        "extend-select": arguments.extend_select,
        "fail-on": arguments.fail_on,
        "min-confidence": arguments.min_confidence,
        "pedantic": arguments.pedantic or None,
    }
    for key, value in given.items():
        if value is not None:
            values[key] = value
            origins[key] = COMMAND_LINE
    return values, origins
