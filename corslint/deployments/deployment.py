"""What one deployment sets: environment variables, each with the place that sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corslint.source import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable that is set; ``value`` is None when it cannot be told to what.

    Text that a template or a person has yet to fill in (``{{ host }}``, ``<your domain>``)
    cannot be told either. ``span`` is the value as written, or the name when only that
    stands there; ``via`` are the places it passed through (the ``env_file`` entry, the
    anchor), the nearest first.
    """

    value: str | None
    span: Span
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Deployment:
    """One way the code is run, described in the file ``path``.

    ``name`` is the service of a compose file, or the name of a dotenv file. ``template``
    says that the file is an example to copy from (``.env.example``). ``complete`` is False
    when the deployment draws on something that could not be read, so a variable which is
    not in ``variables`` may be set all the same.
    """

    path: str
    name: str
    variables: Mapping[str, Setting]
    template: bool = False
    complete: bool = True


PLACEHOLDERS = (("{{", "}}"), ("{%", "%}"), ("<%", "%>"))
"""What Jinja, cookiecutter, Go and ERB fill in before the file is used."""


def settled(value: str | None) -> str | None:
    """``value`` unless a part of it is still to be filled in."""
    if value is None or (value.startswith("<") and value.endswith(">")):
        return None
    if any(start in value and end in value for start, end in PLACEHOLDERS):
        return None
    return value
