"""Gradio: which calls are told about, and which are left alone."""

from __future__ import annotations

import pytest
from spelled import EVIL, answer, named, policies

from corslint import registry
from corslint.source import Source, Workspace
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_ORIGIN

START = "import gradio as gr\ndemo = gr.Blocks()\n"
MOUNT = "from fastapi import FastAPI\napp = FastAPI()\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{START}demo.launch(auth=('a', 'b'))",
        f"{START}demo.queue().launch(auth=load(), server_name='0.0.0.0')",
        "import gradio as gr\nwith gr.Blocks() as demo:\n    pass\ndemo.launch(auth=check)",
        "import gradio as gr\n\ndef main():\n    gr.Blocks().launch(auth=('a', 'b'))",
        f"{START}{MOUNT}gr.mount_gradio_app(app, demo, path='/', auth_dependency=user)",
        f"from gradio import mount_gradio_app as mount\n{MOUNT}mount(app, demo, '/', auth=[('a', 'b')])",
    ],
)
def test_whoever_signs_in_is_seen_by_everybody(code: str) -> None:
    [policy] = policies("gradio", code)
    assert named(policy.allow_origin) == ["*"]
    found = answer(policy, EVIL)
    assert (found.value(ALLOW_ORIGIN), found.value(ALLOW_CREDENTIALS)) == (EVIL, "true")
    assert policy.remedy is not None
    assert "mount_gradio_app" in policy.remedy


@pytest.mark.parametrize(
    "code",
    [
        f"{START}demo.launch()",
        f"{START}demo.launch(share=True, auth=None, strict_cors=True)",
        f"{START}{MOUNT}gr.mount_gradio_app(app, demo, path='/')",
        "from launcher import gradio\nrocket.fire(auth=('a', 'b'))",
    ],
)
def test_nothing_to_set(code: str) -> None:
    assert policies("gradio", code) == []


@pytest.mark.parametrize(
    ("version", "count"), [("6.24.0", 1), ("6.25.0", 0), ("6.31.0", 0)]
)
def test_a_middleware_of_the_application_answers_since_6_25(
    version: str, count: int
) -> None:
    code = (
        f"{START}{MOUNT}from fastapi.middleware.cors import CORSMiddleware\n"
        "app.add_middleware(CORSMiddleware, allow_origins=['https://a.example'])\n"
        "gr.mount_gradio_app(app, demo, path='/', auth=('a', 'b'))"
    )
    files = {"main.py": code, "requirements.txt": f"gradio=={version}\n"}
    extractor = registry.extractor_for("gradio")
    found = list(extractor.extract(Source("main.py", code), Workspace.of(files)))
    assert len(found) == count
    for policy in found:
        assert answer(policy, EVIL).value(ALLOW_ORIGIN) == EVIL
        assert policy.remedy is not None
        assert "update" in policy.remedy


def test_pages_without_an_origin() -> None:
    [policy] = policies("gradio", f"{START}demo.launch(strict_cors=False)")
    assert named(policy.allow_origin) == ["null", "..."]
    assert answer(policy, "null").value(ALLOW_ORIGIN) == "null"
