"""Which files are Python, which are nginx, and which are neither."""

from __future__ import annotations

import pytest

from corslint.languages import language

SERVER = "server {\n    listen 80;\n}\n"
ADDED = "    add_header Access-Control-Allow-Origin *;\n"
APACHE = "<VirtualHost *:80>\n  Header set Access-Control-Allow-Origin *\n</VirtualHost>\n"


@pytest.mark.parametrize("path", ["app.py", "a/b.PY", "gui.pyw", "./x/settings.py"])
def test_python(path: str) -> None:
    assert language(path, "") == "python"


@pytest.mark.parametrize(
    "path", ["app.pyi", "app.pyc", "app.py.txt", "py", "README.md", "app.pyx", "make"]
)
def test_not_python(path: str) -> None:
    assert language(path, SERVER) is None


@pytest.mark.parametrize(
    "path",
    ["nginx.conf", "deploy/nginx.conf", "site.nginx", "app.nginx.conf", "NGINX.conf"],
)
def test_nginx_by_name(path: str) -> None:
    assert language(path, "") == "nginx"


@pytest.mark.parametrize(
    "path",
    [
        "docker/nginx/app.conf",
        "conf.d/cors.conf",
        "conf.d/site",
        "sites-available/default",
        "etc/nginx/sites-enabled/app",
        "app.vhost",
        "default.conf",
        "default.conf.dist",
        "app.conf.template",
        "nginx.conf.template",
        "nginx.conf.j2",
        "site.j2",
        "nginx.template",
    ],
)
@pytest.mark.parametrize("text", [SERVER, ADDED, "map $http_origin $cors {\n}\n"])
def test_nginx_by_name_and_text(path: str, text: str) -> None:
    assert language(path, text) == "nginx"
    assert language(path, "[program:app]\nserver = here\n") is None
    assert language(path, APACHE + ADDED) is None


def test_names_that_nginx_does_not_go_by() -> None:
    for path in ("Caddyfile", "httpd.conf"):
        assert language(path, APACHE) is None


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "Makefile",
        "a/.streamlit/config.toml",
        "airflow.cfg",
        "api.Dockerfile",
        "deploy/compose.prod.yaml",
        "devcontainer.json",
        "run.sh",
        "web.service",
    ],
)
def test_settings(path: str) -> None:
    assert language(path, SERVER) == "settings"


def test_words_inside_a_line_do_not_count() -> None:
    assert language("app.conf", "# use add_header X;\nname = server {\n") is None


def test_long_lines_are_read_once() -> None:
    assert language("app.conf", "location " * 200_000) is None
