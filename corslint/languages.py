"""Which language a file is written in, by its name and where needed by its text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from corslint.launches.names import says

PYTHON = "python"
NGINX = "nginx"
SETTINGS = "settings"
"""Data, command lines and environment variables: what tools are set up with."""

PYTHON_NAME = re.compile(r"\.pyw?$", re.IGNORECASE)
NGINX_NAME = re.compile(r"(?:^|/)nginx\.conf$|\.nginx$|\.nginx\.conf$", re.IGNORECASE)

DATA_NAME = re.compile(r"\.(?:toml|cfg|ini|json|ya?ml)$", re.IGNORECASE)

# Names that servers other than nginx use too, so the text has to decide.
SHARED_NAME = re.compile(
    r"\.conf$|\.vhost$|\.(?:conf|nginx)\.[\w.-]+$|\.template$|\.j2$"
    r"|(?:^|/)default\.conf[^/]*$"
    r"|(?:^|/)(?:sites-available|sites-enabled|conf\.d)/[^/]+$",
    re.IGNORECASE,
)
NGINX_TEXT = re.compile(
    r"^[ \t]*(?:add_header[ \t]|more_set_headers[ \t]|proxy_pass[ \t]|map[ \t]+\$"
    r"|server[ \t]*\{|(?:http|upstream[ \t]+\S+)[ \t]*\{|location[ \t][^{\n]*\{)",
    re.MULTILINE,
)
APACHE_TEXT = re.compile(
    r"^[ \t]*<(?:VirtualHost|Directory|IfModule|Location)\b", re.MULTILINE
)


def language(path: str, text: str) -> str | None:
    """The language of the file ``path``, None when corslint does not read it.

    The names nginx files go by are those of its packages, images and templates; type
    stubs (``.pyi``) hold no code that runs.
    """
    path = str(PurePosixPath(path))
    if PYTHON_NAME.search(path):
        return PYTHON
    if NGINX_NAME.search(path):
        return NGINX
    if (
        SHARED_NAME.search(path)
        and NGINX_TEXT.search(text)
        and not APACHE_TEXT.search(text)
    ):
        return NGINX
    if DATA_NAME.search(path) or says(PurePosixPath(path).name):
        return SETTINGS
    return None
