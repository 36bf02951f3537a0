"""Headers that one module only keeps, and that others send."""

from __future__ import annotations

from corslint.allow_origin import AnyOrigin
from corslint.extractors.response_headers import extract
from corslint.policy import Policy
from corslint.source import Workspace

KEPT = "_CORS_HEADERS = {'Access-Control-Allow-Origin': '*', 'X-A': 'b'}\n"
SENDS = """\
from cors import _CORS_HEADERS

def view(request):
    request.response.headers.update(_CORS_HEADERS)
    return {}
"""


def policies(path: str, files: dict[str, str]) -> list[Policy]:
    workspace = Workspace.of(files)
    source = workspace.source(path)
    assert source is not None
    return list(extract.extract(source, workspace))


def test_who_sends_them_has_the_policy() -> None:
    files = {"cors.py": KEPT, "views.py": SENDS}
    [policy] = policies("views.py", files)
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert (policy.span.path, policy.span.line) == ("cors.py", 1)
    assert policies("cors.py", files) == []


def test_a_function_that_makes_them_has_its_own() -> None:
    made = "def cors_headers():\n    return {'Access-Control-Allow-Origin': '*'}\n"
    sends = SENDS.replace("_CORS_HEADERS)", "cors_headers())").replace(
        "_CORS_HEADERS", "cors_headers"
    )
    files = {"cors.py": made, "views.py": sends}
    assert policies("views.py", files) == []
    [policy] = policies("cors.py", files)
    assert isinstance(policy.allow_origin, AnyOrigin)


def test_who_only_imports_them_sends_nothing() -> None:
    unused = "from cors import _CORS_HEADERS\n\ndef view(request):\n    return {}\n"
    assert policies("views.py", {"cors.py": KEPT, "views.py": unused}) == []
