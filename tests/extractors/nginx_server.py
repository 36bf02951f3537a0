"""A real nginx on loopback, for tests that compare predictions with what it sends."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corslint.wire import Request

MODULE = Path("/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so")
ATTEMPTS = 5
PATIENCE = 10.0  # seconds until a server that does not answer counts as broken

FRAME = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{module}
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server_names_hash_bucket_size 128;
    server_names_hash_max_size 4096;
    map_hash_bucket_size 256;
    variables_hash_max_size 8192;
    server {{
        listen 127.0.0.1:{port};
        server_name backend;
        if ($http_x_fails) {{ return 500; }}
        location / {{ return 200 "answered"; }}
    }}
    {sites}
}}
"""


def missing() -> str | None:
    """What keeps these tests from running here."""
    if shutil.which("nginx") is None:
        return "nginx is not installed"
    return None if MODULE.exists() else "nginx has no headers-more module"


@dataclass(frozen=True)
class Server:
    port: int

    def lines(self, site: str, request: Request) -> tuple[int, list[tuple[str, str]]]:
        """Status and headers, in order, of the answer that ``site`` gives."""
        status, headers, _ = self.ask(site, request)
        return status, headers

    def body(self, site: str) -> str:
        return self.ask(site, Request(None))[2].decode()

    def ask(self, site: str, request: Request) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(request.method, request.route, skip_host=True)
            for name, value in sent(site, request):
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            body = response.read()
            return response.status, response.getheaders(), body
        finally:
            connection.close()


def sent(site: str, request: Request) -> Iterator[tuple[str, str]]:
    yield "Host", site
    if request.origin is not None:
        yield "Origin", request.origin
    if request.asks_method is not None:
        yield "Access-Control-Request-Method", request.asks_method
    if request.asks_headers:
        yield "Access-Control-Request-Headers", ",".join(request.asks_headers)
    if request.fails:
        yield "X-Fails", "1"


def site(name: str, text: str, port: int, folder: Path) -> str:
    """The text of one site: ``LISTEN``, ``BACKEND`` and ``ROOT`` are put in."""
    listen = f"listen 127.0.0.1:{port}; server_name {name};"
    backend = f"proxy_pass http://127.0.0.1:{port}; proxy_set_header Host backend;"
    text = text.replace("LISTEN", listen).replace("BACKEND", backend)
    return text.replace("ROOT", f"root {folder}/files;")


def frame(sites: Sequence[str], port: int, folder: Path) -> Path:
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "page.html").write_text("a page")
    path = folder / "nginx.conf"
    module = f"load_module {MODULE};"
    body = "\n".join(sites)
    path.write_text(FRAME.format(folder=folder, module=module, port=port, sites=body))
    return path


def refuses(text: str, folder: Path) -> str | None:
    """What nginx says when it refuses to start with a site, None when it starts."""
    path = frame([site("a.example", text, 1, folder)], 1, folder)
    done = subprocess.run(
        ["nginx", "-t", "-p", str(folder), "-c", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    return None if done.returncode == 0 else done.stderr


@contextmanager
def running(sites: dict[str, str], folder: Path) -> Iterator[Server]:
    """nginx with these sites by name, stopped at the end."""
    for _ in range(ATTEMPTS):
        port = free_port()
        texts = [site(name, text, port, folder) for name, text in sites.items()]
        path = frame(texts, port, folder)
        process = subprocess.Popen(
            ["nginx", "-p", str(folder), "-c", str(path)], stderr=subprocess.PIPE
        )
        try:
            if answers(port, process):
                yield Server(port)
                return
        finally:
            process.terminate()
            _, noise = process.communicate(timeout=PATIENCE)
        if b"Address already in use" not in noise:
            raise AssertionError(f"nginx does not start: {noise.decode()}")
    raise AssertionError("found no free port")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.01)
    return False
