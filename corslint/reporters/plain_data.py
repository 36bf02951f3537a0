"""JSON as text that is safe everywhere: ASCII only, no control characters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from corslint.source import Span

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


def dump(data: Json) -> str:
    # DEL is the one control character that JSON leaves alone.
    return json.dumps(data, indent=2).replace("\x7f", "\\u007f") + "\n"


def place(span: Span) -> dict[str, Json]:
    """1-based, the end exclusive, columns in code points."""
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
