"""Settings objects that whoever calls a function provides."""

from __future__ import annotations

import re

from corslint import program as p
from corslint.evaluate.classes import coercion
from corslint.evaluate.classes.objects import Objects
from corslint.evaluate.naming import last_word
from corslint.evaluate.things import Frame, Instance, Klass, Thing, Trace

SETTINGS = re.compile(r"setting|config|conf\b|options|env")
"""Words in the name of what gives a settings object."""


class Provided(Objects):
    """Finds the settings that a parameter asks for."""

    def injected(self, parameter: p.Parameter, closure: Frame) -> Thing | None:
        """A settings object that a parameter asks for, by its type or a dependency.

        Nobody knows who passes it, but what it holds comes from the environment.
        """
        markers = (*coercion.metadata(parameter.annotation), parameter.default)
        for marker in markers:
            if isinstance(marker, p.Call) and last_word(marker) in {"Depends", "Security"}:
                inner = marker.arguments[0].value if marker.arguments else None
                words = f"{last_word(inner) if inner else ''} {parameter.name}"
                if inner is not None and SETTINGS.search(words.lower()):
                    found = self.value(marker, closure)
                    return found if isinstance(found, Instance) else None
        for kind in coercion.alternatives(parameter.annotation):
            if isinstance(kind, (p.Name, p.Attribute)):
                klass = self.resolve(self.evaluate(kind, closure))
                if isinstance(klass, Klass) and self.shape(klass).style.settings:
                    return Instance(klass, {}, Trace(klass.trace.span))
        return None
