"""What a middleware of the project does by itself, in each of the forms that Django takes.

Executed with Django 5.2: a class with ``__call__``, one with ``process_request`` on top of
``MiddlewareMixin``, and a function that is given the rest. What ``process_view`` answers
goes through all middleware.
"""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.study import Study
from corslint.handwritten.guarding.decorators import function_of, returned
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.objects import called, mentions_cors
from corslint.handwritten.guarding.passing import Answer, answer_of, mentions, replied
from corslint.handwritten.guarding.values import Part
from corslint.handwritten.outline import Outline
from corslint.handwritten.routing.lineage import Lineage, class_of, lineage, module_of

MIXIN = "django.utils.deprecation.MiddlewareMixin"


def answer_by(study: Study, name: str) -> Answer | None:
    """What it does before the ones below it; None where it always asks them."""
    outline = module_of(study.tree, study.source.path)
    found = class_of(study.tree, outline, name)
    if found is None:
        factory = function_of(study.tree, outline, name)
        return None if factory is None else wrapped(*factory)
    line = lineage(study.tree, *found)
    return mixed_in(line) if MIXIN in line.outside else called(line)


def mixed_in(line: Lineage) -> Answer | None:
    """What ``process_request`` returns is the answer."""
    module, function = line.methods.get("process_request", (None, None))
    if module is None or function is None or len(function.parameters) < 2:
        return None
    if "__call__" in line.methods or mentions_cors(function):
        return None
    own = [method for _, method in line.methods.values()]
    return replied(function, function.parameters[1].name, names_in(module, own))


def wrapped(module: Outline, factory: p.Function) -> Answer | None:
    """A function that is given the rest, and gives a function of requests."""
    inner = returned(factory)
    if inner is None or not (inner.parameters and factory.parameters):
        return None
    if mentions_cors(inner):
        return None
    hands = mentions(factory.parameters[0].name)
    request = inner.parameters[0].name
    return answer_of(inner, request, Part.REQUEST, hands, names_in(module))
