"""The wheel holds what the program needs: it is built, installed alone and run."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def call(*command: str | Path, status: int = 0) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    [built] = folder.glob("*.whl")
    return built


def test_rules_and_types_ship(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rules = {Path(name).name for name in names if name.startswith("corslint/_rules/")}
    assert rules == {path.name for path in (ROOT / "rules").glob("*.toml")}
    assert "corslint/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]


def test_a_fresh_environment_runs_it(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    binaries = tmp_path / "venv" / "bin"
    call(binaries / "pip", "install", "--quiet", wheel)
    assert call(binaries / "corslint", "--version").startswith("corslint ")
    assert "CORS102" in call(binaries / "corslint", ROOT / "examples", status=1)
    assert "reflected-origin" in call(binaries / "corslint", "rule", "CORS102")
    assert "CORS102" in call(
        binaries / "python", "-m", "corslint", ROOT / "examples", status=1
    )
