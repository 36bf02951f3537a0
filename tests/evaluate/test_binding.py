"""Where a program makes its server listen."""

from __future__ import annotations

import pytest
from reading_values import studied

from corslint.evaluate.slicing.binding import private_bindings

PRIVATE = [
    "uvicorn.run(app, host='127.0.0.1')",
    "app.run(host='localhost', port=5000)",
    "web.run_app(app, host='192.168.0.4')",
    "server.listen(8888, address='127.0.0.1')",
    "uvicorn.run('main:app', host='::1')",
    "serve(app, host='10.0.0.1')",
]
PUBLIC = [
    "uvicorn.run(app, host='0.0.0.0')",
    "uvicorn.run(app, host='::')",
    "uvicorn.run(app, host=settings.host)",
    "uvicorn.run(app, host='api.example.com')",
    "uvicorn.run(app)",
    "client.connect(host='127.0.0.1')",
    "app.run('127.0.0.1' if debug else '0.0.0.0')",
]


@pytest.mark.parametrize("code", PRIVATE)
def test_private(code: str) -> None:
    study = studied(f"import x\n{code}\n")
    [place] = private_bindings(study.program)
    assert (place.path, place.line) == ("main.py", 2)


@pytest.mark.parametrize("code", PUBLIC)
def test_public_or_not_known(code: str) -> None:
    assert list(private_bindings(studied(f"import x\n{code}\n").program)) == []
