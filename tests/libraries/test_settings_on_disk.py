"""Settings files of deployments, as they lie on a disk: the whole program over a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corslint import cli

STAGE = '{"dev": {"app_function": "app.app", "cors": {"allowed_origins": ["https://é.example"]}}}'
LOCAL = '{"Host": {"CORS": ["http://localhost:3000"]}}'
FILES: dict[str, tuple[bytes, set[str]]] = {
    "json/zappa_settings.json": (STAGE.encode(), {"CORS601"}),
    "wide/zappa_settings.json": (STAGE.encode("utf-16"), {"CORS601"}),
    "mark/zappa_settings.json": (STAGE.encode("utf-8-sig"), {"CORS601"}),
    "toml/zappa_settings.toml": (b'[a]\napigateway_version="v2"\ncors=true\n', {"CORS506"}),
    "yaml/zappa_settings.yaml": (b"a: {apigateway_version: v2, cors: yes}\n", {"CORS506"}),
    "url/zappa_settings.yml": (b"a: {function_url_enabled: true}\n", {"CORS101"}),
    "local/local.settings.json": (LOCAL.encode(), {"CORS604"}),
    "host/host.json": (b'{"version": "2.0", "cors": "*"}', {"CORS504"}),
    "broken/zappa_settings.yml": (b"\x00\xff cors: [", {"CORS901"}),
    "cut/zappa_settings.json": (b'{"a": {"cors": ' + b"[" * 50_000, {"CORS901"}),
    "unnamed/settings.json": (STAGE.encode(), set()),
}


def found(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, set[str]]:
    cli.main(["--format", "json", "--isolated", str(folder)])
    rules: dict[str, set[str]] = {}
    for one in json.loads(capsys.readouterr().out)["findings"]:
        path = Path(one["path"]).relative_to(folder).as_posix()
        rules.setdefault(path, set()).add(one["rule"])
    return rules


def test_each_file_is_found_and_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, (data, _) in FILES.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(data)
    wanted = {name: rules for name, (_, rules) in FILES.items() if rules}
    assert found(tmp_path, capsys) == wanted


def test_an_application_is_looked_at_beside_its_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "zappa_settings.yml").write_text("a: {app_function: app.app, cors: true}\n")
    (tmp_path / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    assert found(tmp_path, capsys) == {"zappa_settings.yml": {"CORS311"}}
    (tmp_path / "app.py").write_text(
        "from flask_cors import CORS\nfrom a import app\nCORS(app)\n"
    )
    assert "zappa_settings.yml" not in found(tmp_path, capsys)
