"""Whatever stands in a file, it is read without an error and in steps that grow with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from launching import launched
from stepping import steps

from corslint.launches.written import written_in
from corslint.source import Source, Workspace

NAMES = [
    *(
        ".env",
        "Dockerfile",
        "Makefile",
        "Procfile",
        "compose.yaml",
        "deploy.yaml",
        "run.sh",
    ),
    *("web.service", "supervisord.conf", "devcontainer.json"),
]
PIECES = [
    *(
        "FROM x\n",
        "CMD ",
        "ENTRYPOINT ",
        "ENV ",
        "RUN <<E\n",
        "E\n",
        "# escape=`\n",
        "a",
        "=",
        ":",
    ),
    *(
        "services:\n  web:\n",
        "    command: ",
        "    image: x\n",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
    ),
    *(
        "\\\n",
        "\\",
        "\t",
        " ",
        "\n",
        '"',
        "'",
        "$",
        "${",
        "$(",
        "(",
        ")",
        "`",
        "|",
        ">",
        "<<",
    ),
    *(
        "[Service]\n",
        "ExecStart=",
        "Environment=",
        "[program:x]\n",
        "command=",
        "environment=",
    ),
    *(
        "export A=1\n",
        "sh -c ",
        "docker run ",
        "-e ",
        "--env",
        "\0",
        "\ud800",
        "é",
        "%",
        "*",
    ),
    *(
        "containers:\n",
        "name: x\n",
        "env:\n",
        "value: ",
        "args: ",
        "&a ",
        "*a",
        '"a": ',
        "\r\n",
    ),
    *(
        '{"postStartCommand": ',
        '"image": "x",',
        "case x in ",
        "if ",
        "#",
        ";",
        "~",
        "echo ",
        "cat ",
        "<<E",
        "> x\n",
        ">>x ",
        "!",
        "-",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=1500, deadline=None)
@given(name=st.sampled_from(NAMES), text=TEXTS | st.text(max_size=80))
def test_any_text_is_read(name: str, text: str) -> None:
    source = Source(name, text)
    for launch in launched(name, text.encode("utf-8", "replace").decode()):
        assert launch.span.path == source.path
        assert all(word.span.line >= 1 for word in launch.words)
    for written in written_in(source, Workspace.of({})):
        assert written.span(0, len(written.text)).path == source.path


ENDLESS = [
    *(
        "a",
        " ",
        "\t",
        "\n",
        "=",
        "\\\n",
        '"',
        "'",
        "$",
        "${a:-",
        "$(",
        "(",
        ")",
        "[",
        "{",
        "%(",
        ":",
    ),
    *(
        "a=b,",
        "a ",
        "a: ",
        "- ",
        "\ta\n",
        "CMD a\n",
        "ENV a=b\n",
        "FROM a AS b\n",
        "# a\n",
        "a \\\n",
    ),
    *(
        "RUN <<E\n",
        "<<E ",
        "[a]\n",
        "$$",
        "$(a",
        "sh -c ",
        "-e a=b ",
        "docker run ",
        "a:\n",
        "?",
        ";",
    ),
    *(
        "COPY <<A <<B x\n",
        "\t$(a)$(b",
        "a\tb",
        "%a",
        "&",
        "environment=a",
        "\\",
        "\t@",
        "\r",
        "echo a >> x;",
        "> x ",
        "cat <<A >> x\n",
        "\\n",
    ),
]
BEGUN = {
    "Dockerfile": ("FROM x\nCMD ", "FROM x\nENV ", 'FROM x\nCMD ["'),
    "Makefile": ("a:\n\t", ""),
    "Procfile": ("web: ",),
    "run.sh": ("docker run ", "bash -c '", "echo > x '", "cat <<A > x\n"),
    "web.service": ("[Service]\nExecStart=", "[Service]\nEnvironment="),
    "supervisord.conf": ("[program:x]\ncommand=", "[program:x]\nenvironment="),
    "compose.yaml": ("services:\n  web:\n    command: |\n      ",),
    "deploy.yaml": ("image: x\nname: x\nargs:\n- |\n  ",),
    "devcontainer.json": ('{"postStartCommand": "',),
}


@pytest.mark.parametrize("name", BEGUN)
def test_work_grows_with_the_text_only(name: str) -> None:
    for start in BEGUN[name]:
        for again in ENDLESS:
            short, long = (
                steps(reading(name, start + again * size)) for size in (300, 600)
            )
            assert long <= 3 * short + 200, (start, again, short, long)


def reading(name: str, text: str) -> Callable[[], object]:
    source = Source(name, text)
    return lambda: (launched(name, text), written_in(source, Workspace.of({})))
