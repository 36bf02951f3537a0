"""Times corslint on programs that are made to be expensive: ``python -m benchmarks``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.programs import FILES, plain_files

RUNS = 3
COMMAND = (sys.executable, "-m", "corslint", "--isolated", "--fail-on", "never", ".")


def main() -> None:
    """Print a table: CPU seconds of a whole run, interpreter and imports included."""
    home = Path(__file__).parents[1]
    print(f"{'CPU s':>7}  best of {RUNS}")
    with tempfile.TemporaryDirectory() as made:
        for name, folder in folders(Path(made)):
            best = min(seconds(folder, home) for _ in range(RUNS))
            print(f"{best:7.2f}  {name}", flush=True)


def folders(root: Path) -> Iterator[tuple[str, Path]]:
    """What is measured, each in a folder of its own."""
    for number, (name, text) in enumerate(FILES.items()):
        folder = root / f"file{number}"
        folder.mkdir()
        (folder / "app.py").write_text(text)
        yield name, folder
    folder = root / "plain"
    found = plain_files()
    for number, path in enumerate(found):
        inner = folder / f"package{number // 50}"
        inner.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, inner / f"module{number}.py")
    yield f"{len(found):,} files without CORS", folder


def seconds(folder: Path, home: Path) -> float:
    """The CPU time, user and system, of one run in ``folder``."""
    before = os.times()
    environment = {**os.environ, "PYTHONPATH": str(home)}
    done = subprocess.run(
        COMMAND, cwd=folder, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr.decode(errors="replace"))
    after = os.times()
    spent = after.children_user - before.children_user
    return spent + after.children_system - before.children_system


if __name__ == "__main__":
    main()
