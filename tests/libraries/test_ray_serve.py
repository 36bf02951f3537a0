"""Tools that leave CORS to an application of FastAPI's: Ray Serve and NiceGUI."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies

from corslint.wire import ALLOW_ORIGIN

ADDED = f"app.add_middleware(CORSMiddleware, allow_origins=['{GOOD}'])\n"
IMPORTS = (
    "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n"
)


@pytest.mark.parametrize(
    "code",
    [
        f"{IMPORTS}from ray import serve\napp = FastAPI()\n{ADDED}"
        "@serve.deployment\n@serve.ingress(app)\nclass Service:\n    @app.get('/')\n"
        "    def index(self):\n        return 1\n\nserve.run(Service.bind())\n",
        f"{IMPORTS}from ray import serve\n\ndef build():\n    app = FastAPI()\n    {ADDED}"
        "    return app\n\nService = serve.deployment(serve.ingress(build)(object))\n",
        f"{IMPORTS}from nicegui import app, ui\n{ADDED}ui.run()\n",
        f"{IMPORTS}from nicegui import ui\napp = FastAPI()\n{ADDED}ui.run_with(app)\n",
    ],
)
def test_the_policy_is_that_of_the_application(code: str) -> None:
    [policy] = policies("starlette", code)
    assert policy.observations == ()
    assert named(policy.allow_origin) == [GOOD]
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    assert answer(policy, EVIL).value(ALLOW_ORIGIN) is None
