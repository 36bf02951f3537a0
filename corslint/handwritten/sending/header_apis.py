"""How frameworks let a program write headers: names of methods, attributes, parameters."""

from __future__ import annotations

from enum import Enum


class Mode(Enum):
    """What a header API does to a header that is already there."""

    GONE = "takes it away"
    SET = "replaces it"
    ADD = "adds a line"
    DEFAULT = "leaves it"


WRITERS = {
    "set": Mode.SET,
    "__setitem__": Mode.SET,
    "set_header": Mode.SET,
    "setHeader": Mode.SET,
    "replace_header": Mode.SET,
    "header": Mode.SET,
    "with_header": Mode.SET,
    "add": Mode.ADD,
    "append": Mode.ADD,
    "add_header": Mode.ADD,
    "append_header": Mode.ADD,
    "send_header": Mode.ADD,
    "appendlist": Mode.ADD,
    "setdefault": Mode.DEFAULT,
}
"""Methods of header objects and responses that take (name, value)."""

KEYS = frozenset({"name", "key", "header", "header_name"})
VALUES = frozenset({"value", "val", "header_value"})
"""What those methods call their two parameters."""

REMOVERS = frozenset(
    """__delitem__ clear_header delete_header discard pop remove remove_header
    unset_header""".split()
)
"""Methods of header objects and responses that take a header away."""

VARY_WRITERS = frozenset({"patch_vary_headers", "add_vary_header"})
ATTRIBUTES = {
    "access_control_allow_origin": "access-control-allow-origin",
    "access_control_allow_credentials": "access-control-allow-credentials",
    "access_control_allow_methods": "access-control-allow-methods",
    "access_control_allow_headers": "access-control-allow-headers",
    "access_control_expose_headers": "access-control-expose-headers",
    "access_control_max_age": "access-control-max-age",
    "vary": "vary",
}
"""Response attributes of Werkzeug (3.1) that stand for headers."""

CLIENTS = frozenset({"requests", "httpx", "urllib", "urllib3", "aiohttp", "http"})
DECLARERS = frozenset(
    {"aws_cdk", "boto3", "botocore", "cdktf", "pulumi", "pulumi_aws", "troposphere"}
)
"""What declares infrastructure."""

CLIENT_METHODS = frozenset(
    {
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "request",
        "options",
        "head",
        "urlopen",
        "fetch",
    }
)
