"""Functions of a cloud that get every request, whatever its method.

Executed with functions-framework 3.10.2: GET, PUT, DELETE and OPTIONS all get there.
"""

from __future__ import annotations

from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.things import Const, Thing
from corslint.handwritten.routing.statuses import of_value

MARK = "functions_framework.http"


def is_cloud_function(entry: Entry) -> bool:
    decorators = entry.function.decorators if entry.function else ()
    return any(dotted(each) == MARK for each in decorators)


def status_told(entry: Entry, result: Thing | None) -> int | None:
    """The status of what such a function returns; None where the code does not say."""
    if result is None or not is_cloud_function(entry):
        return None
    if isinstance(result, Const) and isinstance(result.value, str):
        return 200
    return of_value(result)
