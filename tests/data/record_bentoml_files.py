"""Has BentoML read configuration files, asks the service, and writes down its answers.

Run by hand with a Python that has bentoml and httpx installed:

    python tests/data/record_bentoml_files.py tests/data/bentoml_files.json

The file has ``origins`` and ``rows``, each with the ``text`` of a configuration file; the
service in ``service`` is built with it in an interpreter of its own. ``cells`` are written,
or ``startup_error``.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

PLAIN: dict[str, str] = {}
PREFLIGHT = {"Access-Control-Request-Method": "GET"}
REQUESTS = {"get": ("GET", PLAIN), "preflight": ("OPTIONS", PREFLIGHT)}
NAMES = {
    "o": "access-control-allow-origin",
    "c": "access-control-allow-credentials",
    "m": "access-control-allow-methods",
    "e": "access-control-expose-headers",
    "a": "access-control-max-age",
}


async def asked(origins: dict[str, str | None]) -> dict[str, dict[str, object]]:
    import httpx
    import service

    transport = httpx.ASGITransport(service.Summary.to_asgi())
    cells = {}
    async with httpx.AsyncClient(transport=transport, base_url="http://api.example") as web:
        for label, origin in origins.items():
            for kind, (method, headers) in REQUESTS.items():
                sent = {**headers, **({"Origin": origin} if origin else {})}
                answer = await web.request(method, "/livez", headers=sent)
                found = {key: answer.headers.get(name) for key, name in NAMES.items()}
                told = {key: value for key, value in found.items() if value is not None}
                cells[f"{kind}|{label}"] = {"s": answer.status_code, **told}
    return cells


def recorded(text: str, recording: dict[str, object]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bentoml_configuration.yaml").write_text(text, "utf-8")
        Path(folder, "service.py").write_text(str(recording["service"]), "utf-8")
        environment = {
            **os.environ,
            "BENTOML_CONFIG": "bentoml_configuration.yaml",
            "BENTOML_HOME": folder,
            "BENTOML_DO_NOT_TRACK": "true",
            "PYTHONPATH": folder,
        }
        words = [sys.executable, str(Path(__file__).absolute()), "--ask"]
        done = subprocess.run(
            words,
            cwd=folder,
            env=environment,
            input=json.dumps(recording["origins"]),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return {"startup_error": done.stderr.strip().splitlines()[-1]}
        return {"cells": json.loads(done.stdout.splitlines()[-1])}


def main() -> None:
    if sys.argv[1] == "--ask":
        print(json.dumps(asyncio.run(asked(json.load(sys.stdin)))))
        return
    path = Path(sys.argv[1])
    recording = json.loads(path.read_text("utf-8"))
    recording["source"] = f"bentoml {version('bentoml')}, starlette {version('starlette')}"
    for row in recording["rows"]:
        row.pop("cells", None)
        row.pop("startup_error", None)
        row |= recorded(row["text"], recording)
    path.write_text(json.dumps(recording, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
