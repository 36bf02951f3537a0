"""What may be set in a way that the source does not spell out is not known."""

from __future__ import annotations

import pytest
from reading_values import UNKNOWN, sunk

HEAD = "from outside import cors_sink, read\nfrom dataclasses import dataclass\n"

OPEN = {
    "attributes set under computed names": (
        "class C:\n    cors = 'x'\nc = C()\n"
        "for name, value in read().items(): setattr(c, name, value)\ncors_sink(c.cors)"
    ),
    "__dict__ updated from something unknown": (
        "class C:\n    def __init__(self, **given):\n        self.cors = 'x'\n"
        "        self.__dict__.update(given)\ncors_sink(C(**read()).cors)"
    ),
    "a default, where arguments are spread": (
        "def f(cors='x'): cors_sink(cors)\nf(**read())"
    ),
    "a default of __init__, where arguments are spread": (
        "class C:\n    def __init__(self, cors='x'): self.cors = cors\n"
        "cors_sink(C(**read()).cors)"
    ),
    "a field, where arguments are spread": (
        "@dataclass\nclass C:\n    cors: str = 'x'\ncors_sink(C(**read()).cors)"
    ),
    "a validator that is not at hand": (
        "from pydantic import BaseModel, BeforeValidator\nfrom typing import Annotated\n"
        "class C(BaseModel):\n    cors: Annotated[str, BeforeValidator(read)]\n"
        "cors_sink(C(cors='x').cors)"
    ),
    "a validator that refuses the value": (
        "from pydantic import BaseModel, field_validator\nclass C(BaseModel):\n"
        "    cors: str\n    @field_validator('cors')\n    @classmethod\n"
        "    def f(cls, v): raise ValueError(v)\ncors_sink(C(cors='x').cors)"
    ),
    "a validator of the whole, whose answer is unknown": (
        "from pydantic import BaseModel, model_validator\nclass C(BaseModel):\n"
        "    cors: str = 'x'\n    @model_validator(mode='before')\n    @classmethod\n"
        "    def f(cls, data): return read(data, 'cors')\ncors_sink(C().cors)"
    ),
    "options that somebody else adds": (
        "import argparse\np = argparse.ArgumentParser()\nread(p)\n"
        "args = p.parse_args()\ncors_sink(getattr(args, 'cors', 'x'))"
    ),
    "options whose names are not known": (
        "import argparse\np = argparse.ArgumentParser()\n"
        "for name in read(): p.add_argument(name, default='y')\n"
        "args = p.parse_args()\ncors_sink(getattr(args, 'cors', 'x'))"
    ),
    "a key that is not known": "d = {read(): 'y'}\ncors_sink(d.get('a', 'x'))",
    "any item of a set": "cors_sink({'x', 'y'}.pop())",
    "an item under an unknown place": "d = ['x']\nd[read()] = 'y'\ncors_sink(d[0])",
    "the default of an attribute that may be there": (
        "import conf\ncors_sink(getattr(conf.make(), 'cors', read()))"
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_is_not_known(name: str) -> None:
    rows = sunk(f"{HEAD}{OPEN[name]}\n")
    assert rows
    assert all(row == UNKNOWN for row in rows)
