"""Settings of Sanic that stand in the environment: ``SANIC_CORS_ORIGINS`` and its like.

An application takes them in when it is made, before its own code says anything (sanic
25.12, source).
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.deployments.lookup import deployments_for
from corslint.evaluate.study import Study
from corslint.evaluate.things import Const, Keyword, Thing, Trace, Unknown
from corslint.source import Span

PREFIX = "SANIC_"
ABOUT = f"{PREFIX}CORS"
TRUE = frozenset({"y", "yes", "yep", "yup", "t", "true", "on", "enable", "enabled", "1"})
FALSE = frozenset({"n", "no", "f", "nope", "false", "off", "disable", "disabled", "0"})


def variables(study: Study) -> frozenset[str]:
    """Those about CORS that some deployment of the file sets."""
    workspace, path = study.tree.workspace, study.source.path
    return frozenset(
        name
        for deployment in deployments_for(workspace, path)
        for name in deployment.variables
        if name.startswith(ABOUT)
    )


def preset(study: Study, span: Span) -> Iterator[Keyword]:
    """What the environment says; open where no deployment is looked at.

    ``span`` is where the application is made.
    """
    told = study.tree.settings
    for variable in sorted(variables(study)):
        name = variable.removeprefix(PREFIX)
        study.reads |= {variable}
        setting = told.get(variable)
        if setting is not None:
            trace = Trace(span, settings=frozenset({setting.span, *setting.via}))
            value = None if setting.value is None else typed(setting.value)
            yield Keyword(name, thing(value, variable, trace), span, span)
        elif not told:
            yield Keyword(name, thing(None, variable, Trace(span)), span, span)


def thing(value: object, variable: str, trace: Trace) -> Thing:
    match value:
        case bool() | int() | float() | str():
            return Const(value, trace)
        case _:
            reason = f"the environment variable {variable} decides"
            return Unknown(reason, trace._replace(variables=frozenset({variable})))


def typed(text: str) -> object:
    """As Sanic reads it: a number, a truth value, else the text."""
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            pass
    folded = text.lower()
    if folded in TRUE | FALSE:
        return folded in TRUE
    return text
