"""What a file named under ``env_file:`` gives to a service of a compose file."""

from __future__ import annotations

from corslint.deployments import dotenv_files
from corslint.deployments.deployment import Setting, settled
from corslint.deployments.environment import MAX_VARIABLES, Variables
from corslint.source import Source, Span, Workspace
from corslint.syntax.dotenv import Binding

UNREAD = Variables({}, complete=False)


def variables_in(workspace: Workspace, path: str, entry: Span, *, raw: bool) -> Variables:
    """The variables of the file at ``path``, which stands in the compose file at ``entry``.

    ``raw`` says that the file's lines are used as they are, quotes included.
    """
    source = workspace.source(path)
    bindings = dotenv_files.bindings(workspace, path)
    if source is None or bindings is None:
        return UNREAD
    settings = {one.name: given(one, source, entry) for one in bindings[:MAX_VARIABLES]}
    if raw:
        settings = {
            name: Setting(None, one.span, one.via) for name, one in settings.items()
        }
    return Variables(settings, complete=len(bindings) <= MAX_VARIABLES)


def given(binding: Binding, source: Source, entry: Span) -> Setting:
    """One variable as compose hands it on.

    A name that stands alone is taken from where compose runs. Compose fills in ``$NAME``
    too, and from its own variables first, so any ``$`` leaves the value open.
    """
    span = binding.value_span
    if span is None:
        return Setting(None, binding.span, (entry,))
    value = None if "$" in source.cut(span) else binding.value
    return Setting(settled(value), span, (entry,))
