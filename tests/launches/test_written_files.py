"""Files that scripts write: compared with what dash and bash really write."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from corslint.launches.outputs import UNTOLD
from corslint.launches.written import Written, written_in
from corslint.source import Source, Workspace

SCRIPTS = {
    "escapes of echo": (
        'echo "\\\n[server]\\n\\\nenableCORS = false\\n\\\nport = $PORT\\n\\\n" > config.toml\n'
    ),
    "lines in quotes": 'echo "[server]\nenableCORS = false\n" > config.toml\n',
    "line by line": (
        'echo "[server]" > config.toml\necho "enableCORS = false" >> config.toml\n'
        "echo port = $PORT >> config.toml\n"
    ),
    "without a line end": "echo -n 'a = 1' > config.toml\n",
    "again": "echo 'a = 1' > config.toml\necho 'b = 2' > config.toml\n",
    "words": "echo a   =  'b  c' d > config.toml\n",
    "quotes inside": 'echo "name = \\"x\\"" > config.toml\n',
    "here-document": (
        "cat <<EOF > config.toml\n[server]\nenableCORS = false\nport = ${PORT}\n"
        "name = ${NAME:-q}\ncost = \\$5\nEOF\necho done\n"
    ),
    "here-document to the letter": (
        "cat > config.toml <<'EOF'\nport = $PORT\npath = \\$5 \\\\\nEOF\n"
    ),
    "two here-documents": (
        "cat <<A > other.toml\nx = 1\nA\ncat <<B >> config.toml\ny = 2\nB\n"
    ),
    "tee": "tee config.toml <<EOF > /dev/null\nenableCORS = false\nEOF\n",
    "tee at the end": (
        "echo 'a = 1' > config.toml\ntee -a config.toml > /dev/null <<EOF\nb = 2\nEOF\n"
    ),
    "tee by its path": "/usr/bin/tee config.toml <<EOF > /dev/null\na = 1\nEOF\n",
    "printf": "printf '[server]\\nenableCORS = false\\n' > config.toml\n",
    "printf of lines": "printf '%s\\n' '[server]' 'a = 1' > config.toml\n",
    "another shell": "sh -c 'echo \"a = 1\" > config.toml'\n",
    "in front of the command": "> config.toml echo 'a = 1'\n",
    "behind a test": "[ -f x ] || echo 'a = 1' > config.toml\n",
}
ONLY_DASH = frozenset({"escapes of echo"})
"""The echo of bash leaves the backslash of ``\\n`` where it stands."""

UNKNOWN = {
    "of another program": "envsubst < config.tmpl > config.toml\n",
    "of a pipe": "cat config.tmpl | sed s/a/b/ > config.toml\n",
    "partly": "echo a > config.toml\ncat rest >> config.toml\n",
    "of a format": "printf 'port = %d\\n' 80 > config.toml\n",
    "of a copy": "cat config.tmpl > config.toml\n",
}


def written(text: str, path: str = "setup.sh") -> dict[str, Written]:
    source = Source(path, text)
    return {each.path: each for each in written_in(source, Workspace.of({path: text}))}


@pytest.mark.parametrize("shell", [one for one in ["bash", "dash"] if shutil.which(one)])
@pytest.mark.parametrize("name", SCRIPTS)
def test_the_shell_writes_the_same(name: str, shell: str, tmp_path: Path) -> None:
    if shell == "bash" and name in ONLY_DASH:
        return
    environment = {"PATH": "/usr/bin:/bin", "PORT": UNTOLD}
    subprocess.run(
        [shutil.which(shell) or shell, "-c", SCRIPTS[name]],
        cwd=tmp_path,
        env=environment,
        check=True,
    )
    found = {path: each.text for path, each in written(SCRIPTS[name]).items()}
    found.pop("/dev/null", None)
    assert found == {each.name: each.read_text() for each in tmp_path.iterdir()}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_known_is_no_file(name: str) -> None:
    assert "config.toml" not in written(UNKNOWN[name])


@pytest.mark.parametrize("name", SCRIPTS)
def test_places_are_those_of_the_script(name: str) -> None:
    """Every word of the file that the script spells out is found where it stands."""
    source = Source("setup.sh", SCRIPTS[name])
    for each in written(SCRIPTS[name]).values():
        for word in ("enableCORS", "false", "server", "x", "a", "b"):
            at = each.text.find(word)
            if at >= 0:
                assert source.cut(each.span(at, at + len(word))) == word


def test_dockerfile_with_a_shell_in_a_shell() -> None:
    text = (
        "FROM python:3.13\nRUN bash -c 'echo -e \"\\\n[server]\\n\\\nenableCORS = false\\n\\\n"
        "\" > /root/.streamlit/config.toml'\n"
    )
    [found] = written(text, "Dockerfile").values()
    assert found.path == "/root/.streamlit/config.toml"
    assert found.text == "[server]\nenableCORS = false\n\n"
    at = found.text.index("false")
    assert found.span(at, at + 5) == Source("Dockerfile", text).span(
        text.index("false"), text.index("false") + 5
    )


def test_folder_that_the_shell_fills_in() -> None:
    text = "echo 'a = 1' > ~/.streamlit/config.toml\necho 'b = 2' >> $HOME/x/config.toml\n"
    assert list(written(text)) == ["~/.streamlit/config.toml", "~/x/config.toml"]
