"""Starts a program with its own framework and asks it over its own protocol."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeAlias

from django.conf import settings
from django.test import Client as DjangoClient
from django.test import override_settings
from werkzeug.test import Client

from corslint.wire import Request


@dataclass(frozen=True, slots=True)
class Reply:
    """A response as it came back: status, and header lines in order."""

    status: int
    headers: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str | None:
        """All lines of a header joined as a browser reads them."""
        lines = [text for key, text in self.headers if key.lower() == name.lower()]
        return ", ".join(lines) if lines else None


Ask: TypeAlias = Callable[[Request], Reply]
Running: TypeAlias = AbstractContextManager[Ask]


def sent(request: Request) -> dict[str, str]:
    """The request's headers."""
    made = {} if request.origin is None else {"Origin": request.origin}
    if request.asks_method is not None:
        made["Access-Control-Request-Method"] = request.asks_method
    return made


@contextmanager
def loaded(files: Mapping[str, str]) -> Iterator[Any]:
    """``main.py`` as a module; the others can be imported meanwhile."""
    names = [path.removesuffix(".py") for path in files]
    try:
        for path, text in reversed(files.items()):
            module = ModuleType(path.removesuffix(".py"))
            sys.modules[module.__name__] = module
            exec(compile(text, path, "exec"), module.__dict__)
        yield sys.modules["main"]
    finally:
        for name in names:
            sys.modules.pop(name, None)


@contextmanager
def wsgi(files: Mapping[str, str]) -> Iterator[Ask]:
    with loaded(files) as main:
        client = Client(strict(main.app))

        def ask(request: Request) -> Reply:
            try:
                response = client.open("/", method=request.method, headers=sent(request))
            except Exception:  # noqa: BLE001 (what a WSGI server makes of any failure)
                return Reply(500, ())
            return Reply(response.status_code, tuple(response.headers))

        yield ask


def strict(app: Any) -> Any:
    """The application behind a server that takes header values of text only (PEP 3333)."""

    def checked(environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: Any, *rest: Any) -> Any:
            if not all(isinstance(text, str) for _, text in headers):
                raise TypeError("a header value is no text")
            return start_response(status, headers, *rest)

        return app(environ, start)

    return checked


@contextmanager
def django(files: Mapping[str, str]) -> Iterator[Ask]:
    if not settings.configured:
        settings.configure(ALLOWED_HOSTS=["*"])
    with loaded(files) as main:
        names = [
            name for name in ("CorsMiddleware", "cors_middleware") if hasattr(main, name)
        ]
        middleware = [f"main.{name}" for name in names]
        with override_settings(
            ROOT_URLCONF=main,
            MIDDLEWARE=middleware,
            DEFAULT_CHARSET="utf-8",
            ALLOWED_HOSTS=["*"],
        ):
            client = DjangoClient(raise_request_exception=False)

            def ask(request: Request) -> Reply:
                response = client.generic(request.method, "/", headers=sent(request))
                return Reply(response.status_code, tuple(response.items()))

            yield ask


@contextmanager
def function(files: Mapping[str, str]) -> Iterator[Ask]:
    with loaded(files) as main:

        def ask(request: Request) -> Reply:
            headers = {name.lower(): text for name, text in sent(request).items()}
            event = {"httpMethod": request.method, "path": "/", "headers": headers}
            try:
                made = main.handler(event, None)
            except Exception:  # noqa: BLE001 (the gateway answers 502 to any failure)
                return Reply(502, ())
            pairs = made.get("headers", {}).items()
            kept = tuple((name, text) for name, text in pairs if text is not None)
            return Reply(made["statusCode"], kept)

        yield ask
