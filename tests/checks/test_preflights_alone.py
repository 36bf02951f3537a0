"""What only preflights are told opens nothing by itself."""

from __future__ import annotations

from corslint.engine import lint as engine
from corslint.source import Source, Workspace

MIDDLEWARE = """\
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse


class Cors:
    def __init__(self, app, paths):
        self.app = app
        self.paths = paths

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not self.paths.matches(scope):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in asked:
            headers = {"access-control-allow-origin": "*"}
            response = PlainTextResponse("OK", headers=headers)
            await response(scope, receive, send)
            return

        async def send_with_cors(message):
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                {write}
            await send(message)

        await self.app(scope, receive, send_with_cors)
"""


def test_the_answer_to_the_request_itself_counts() -> None:
    write = 'headers["access-control-allow-origin"] = "*"'
    assert lines(write) == [MIDDLEWARE.splitlines().index(f"{' ' * 16}{{write}}") + 1]


def test_nothing_is_open_without_it() -> None:
    assert lines('headers["x-kind"] = "data"') == []


def lines(write: str) -> list[int]:
    """The lines that CORS101 is reported for."""
    files = {"app.py": MIDDLEWARE.replace("{write}", write)}
    sources = [Source(path, text) for path, text in files.items()]
    report = engine.lint(sources, Workspace.of(files))
    assert report.failures == ()
    return [each.span.line for each in report.findings if each.rule == "CORS101"]
