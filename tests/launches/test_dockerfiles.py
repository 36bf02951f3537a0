"""Dockerfiles, as https://docs.docker.com/reference/dockerfile/ has them."""

from __future__ import annotations

import pytest
from launching import Line, cut, launched, lines, variables

RUN: dict[str, list[Line]] = {
    'CMD ["prog", "a b"]': [["prog", "a b"]],
    "CMD prog 'a b' && prog c": [["prog", "a b"], ["prog", "c"]],
    "cmd prog a": [["prog", "a"]],
    "CMD ['prog', 'a']": [["[prog,", "a]"]],
    'ENTRYPOINT ["prog"]\nCMD ["a"]': [["prog", "a"]],
    # "CMD will be overridden": what stands before the entry point of its own stage stays.
    'CMD ["a"]\nENTRYPOINT ["prog"]': [["prog", "a"]],
    'ENTRYPOINT ["tini", "--"]\nCMD prog a': [["prog", "a"]],
    # "prog /bin/sh -c 'a b'": what a shell is handed is taken to be run, whoever starts it.
    'ENTRYPOINT ["prog"]\nCMD a b': [["a", "b"]],
    # "The shell form of ENTRYPOINT prevents any CMD ... from being used."
    'ENTRYPOINT prog a\nCMD ["b"]': [["prog", "a"]],
    "CMD prog a\nCMD prog b": [["prog", "b"]],
    "ONBUILD CMD prog a": [],
    "HEALTHCHECK --interval=5s \\\n  CMD prog a": [],
    "RUN prog a": [],
    "RUN <<EOF\nCMD prog a\nEOF\nCMD prog b": [["prog", "b"]],
    "COPY <<-'A' <<\"B\" /x/\nCMD a\n\tA\nCMD b\nB\nCMD prog c": [["prog", "c"]],
    "CMD prog \\\n  a \\\n# comment\n   # another\n\n  b": [["prog", "a", "b"]],
    "CMD prog a\\\nb": [["prog", "ab"]],
    "# escape=`\nCMD prog `\n  a": [["prog", "a"]],
    "# a comment\n# escape=`\nCMD prog a\\\n b": [["prog", "a", "b"]],
    '  CMD [ "prog",\\\n  "a" ]  ': [["prog", "a"]],
    "CMD []": [],
    "CMD": [],
    "CMD prog $X ${Y:-a}": [["prog", None, "a"]],
    # No shell reads the exec form.
    'CMD ["prog", "$X", "*"]': [["prog", "$X", "*"]],
}


@pytest.mark.parametrize("text", RUN)
def test_what_an_image_runs(text: str) -> None:
    found = lines("Dockerfile", f"FROM base\n{text}\n" if text[0] != "#" else text)
    assert [line for line in found if line] == RUN[text]


STAGES = """\
ARG TAG=1
FROM --platform=linux/amd64 owner/image:$TAG AS Base
ENV A=1
ENTRYPOINT ["prog"]
CMD ["a"]

FROM base AS dev
ENV A=2 B=3
CMD ["b"]

FROM base AS other
ENTRYPOINT ["other"]

FROM owner/image
CMD ["--flag"]

FROM owner/image
CMD prog --flag
"""


def test_stages_start_from_others() -> None:
    found = launched("Dockerfile", STAGES)
    assert [(one.name, one.image, variables(one)) for one in found] == [
        ("Base", None, {"A": "1"}),
        ("dev", None, {"A": "2", "B": "3"}),
        ("other", None, {"A": "1"}),
        ("", "owner/image", {}),
        ("", None, {}),
    ]
    # "If CMD is defined from the base image, setting ENTRYPOINT will reset CMD".
    assert lines("Dockerfile", STAGES) == [
        ["prog", "a"],
        ["prog", "b"],
        ["other"],
        ["--flag"],
        ["prog", "--flag"],
    ]


ENV: dict[str, dict[str, str | None]] = {
    'ENV A="x y" B=a\\ b C=c': {"A": "x y", "B": "a b", "C": "c"},
    "ENV A x y  z": {"A": "x y  z"},
    'ENV A "x y"': {"A": "x y"},
    "ENV A=1 \\\n    B=2": {"A": "1", "B": "2"},
    "ENV A=$X B=${Y} C=\\$z D='$w'": {"A": None, "B": None, "C": "$z", "D": "$w"},
    "ENV A=a;b B=c&d C=* D=#e E=~ F={a,b}": {
        "A": "a;b",
        "B": "c&d",
        "C": "*",
        "D": "#e",
        "E": "~",
        "F": "{a,b}",
    },
    "ENV A='[\"*\"]'": {"A": '["*"]'},
    "env A=1\nENV A=2": {"A": "2"},
    "ARG A=1": {},
    "ENV A=": {"A": ""},
}


@pytest.mark.parametrize("text", ENV)
def test_variables(text: str) -> None:
    found = launched("Dockerfile", f"FROM base\n{text}\nCMD prog")
    assert [variables(one) for one in found] == [ENV[text]]


def test_places() -> None:
    text = 'FROM x\nCMD ["prog", \\\n # c\n "a\\"b"]\n'
    assert cut("Dockerfile", text) == [['"prog"', '"a\\"b"']]
    text = "FROM x\nCMD prog \\\n # c\n a 'b c'\n"
    assert cut("Dockerfile", text) == [["prog", "a", "'b c'"]]
    [launch] = launched("Dockerfile", "FROM x\nENV A=1 \\\n  B='x'\nCMD prog")
    assert [one.span.line for one in launch.environment.values()] == [2, 3]
