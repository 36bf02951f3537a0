"""Settings files that scripts and Dockerfiles write, read through the whole program."""

from __future__ import annotations

from corslint.allow_origin import AnyOrigin, OriginList, UnknownOrigins
from corslint.engine import lint as engine
from corslint.engine.lint import Report
from corslint.extractors.streamlit import extract
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace

SCRIPT = """\
mkdir -p ~/.streamlit/
cat <<EOF > ~/.streamlit/config.toml
[server]
headless = true
enableCORS = {}
port = $PORT
EOF
"""


def lint(path: str, text: str) -> Report:
    return engine.lint([Source(path, text)], Workspace.of({path: text}))


def on_http(value: str) -> Policy:
    text = SCRIPT.format(value)
    found = extract.extract(Source("setup.sh", text), Workspace.of({"setup.sh": text}))
    [policy] = [each for each in found if each.channel is Channel.HTTP]
    return policy


def test_the_line_of_the_script_is_reported() -> None:
    text = SCRIPT.format("false")
    found = {(one.name, one.span) for one in lint("setup.sh", text).findings}
    at = text.index("false")
    place = Source("setup.sh", text).span(at, at + 5)
    assert found == {("any-origin", place), ("websocket-origin-unchecked", place)}


def test_what_the_script_fills_in_is_not_known() -> None:
    assert isinstance(on_http("$CORS").allow_origin, UnknownOrigins)
    assert isinstance(on_http("${CORS:-false}").allow_origin, AnyOrigin)
    assert not isinstance(on_http("true").allow_origin, AnyOrigin)
    listed = on_http('true\ncorsAllowedOrigins = ["https://a.example", "$OTHER"]')
    parts = getattr(listed.allow_origin, "parts", (listed.allow_origin,))
    assert any(isinstance(each, OriginList) and not each.complete for each in parts)


def test_a_file_that_the_tool_would_not_read_is_named() -> None:
    [finding] = lint("setup.sh", SCRIPT.format("flase")).findings
    assert (finding.name, finding.span.line) == ("unreadable-file", 5)


def test_image_that_writes_the_file() -> None:
    text = (
        "FROM python:3.13\nRUN bash -c 'echo -e \"\\\n[server]\\n\\\n"
        "enableCORS = false\\n\\\n\" > /root/.streamlit/config.toml'\n"
        'CMD ["streamlit", "run", "app.py"]\n'
    )
    found = lint("Dockerfile", text).findings
    assert {(one.name, one.span.line) for one in found} == {
        ("any-origin", 4),
        ("websocket-origin-unchecked", 4),
    }
