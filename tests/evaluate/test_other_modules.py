"""Names of other modules: each is looked up when it is used, and runs no more than it needs."""

from __future__ import annotations

import pytest
from reading_values import UNKNOWN, studied, sunk

HEAD = "from outside import cors_sink\n"

TREES = {
    "a function uses a list that its module fills": (
        "from base import found\ncors_sink(found())\n",
        {
            "base.py": "A = []\nA.append('x')\ndef kept(): return A\ndef found(): return kept()"
        },
        [["x"]],
    ),
    "a method uses a constant of its module": (
        "from base import Server\ncors_sink(Server().origins())\n",
        {"base.py": "D = 'x'\nclass Server:\n    def origins(self): return [D]"},
        [["x"]],
    ),
    "a function sets a global that another one reads": (
        "import base\nbase.prepare()\ncors_sink(base.A)\n",
        {"base.py": "A = 'x'\ndef prepare(): pass"},
        ["x"],
    ),
    "settings that are star imported, and changed locally": (
        "from conf import settings\ncors_sink(settings.DOMAIN + settings.PORT)\n",
        {
            "conf/__init__.py": "",
            "conf/settings/__init__.py": (
                "from .defaults import *\n"
                "try:\n    from .local import *\nexcept ImportError:\n    pass"
            ),
            "conf/settings/defaults.py": "S = 'http://'\nDOMAIN = S + 'a'\nPORT = '1'",
            "conf/settings/local.py": "PORT = '2'",
        },
        ["http://a2"],
    ),
    "a name that has nothing to do with CORS, star imported": (
        "from base import *\ncors_sink([DOMAIN])\n",
        {"base.py": "P = 'x'\nDOMAIN = P + 'y'"},
        [["xy"]],
    ),
    "modules that star import each other": (
        "from base import *\ncors_sink([MISSING])\n",
        {"base.py": "from other import *\nA = 'x'", "other.py": "from base import *"},
        [[UNKNOWN]],
    ),
    "a settings object whose list is added to": (
        "from conf import settings\nsettings.origins.append('y')\n"
        "cors_sink(settings.origins)\n",
        {
            "conf.py": (
                "from pydantic_settings import BaseSettings\n"
                "class Settings(BaseSettings):\n    origins: list[str] = ['x']\n"
                "settings = Settings()"
            )
        },
        [["x", "y"]],
    ),
    "a base class of settings in a third module": (
        "from app import get_settings\ncors_sink(get_settings().hosts)\n",
        {
            "base.py": (
                "from enum import Enum\nfrom pydantic_settings import BaseSettings\n"
                "class Stage(Enum):\n    prod = 'prod'\n    dev = 'dev'\n"
                "class Base(BaseSettings):\n    stage: Stage = Stage.prod\n"
                "    hosts: list[str] = ['*']\n"
            ),
            "app.py": (
                "from functools import lru_cache\nfrom base import Base, Stage\n"
                "class Prod(Base):\n    pass\nclass Dev(Base):\n    hosts: list[str] = []\n"
                "stages = {Stage.dev: Dev, Stage.prod: Prod}\n"
                "@lru_cache\ndef get_settings():\n    return stages[Base().stage]()\n"
            ),
        },
        [["*"]],
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_value_of_another_module(name: str) -> None:
    code, others, wanted = TREES[name]
    assert sunk({"main.py": HEAD + code, **others}) == wanted


def test_what_a_setting_does_not_need_does_not_run() -> None:
    """Branches of a module that a setting has nothing to do with are no ways through."""
    branches = "".join(f"if ask({n}): other_{n} = {n}\n" for n in range(20))
    methods = "".join(f"    def m{n}(self): return other_{n}\n" for n in range(20))
    settings = (
        f"{branches}from pydantic_settings import BaseSettings\n"
        f"class Settings(BaseSettings):\n    origins: list[str] = ['x']\n{methods}"
        "settings = Settings()\n"
    )
    code = f"{HEAD}from conf import settings\ncors_sink(settings.origins)\n"
    module = studied({"main.py": code, "conf.py": settings}).module
    assert len(module.paths) == 1


PARAMETERS = {
    "by its type": "def make(settings: Settings):\n    cors_sink(settings.origins)",
    "by a dependency": (
        "from fastapi import Depends\ndef get_settings(): return Settings()\n"
        "def make(settings = Depends(get_settings)):\n    cors_sink(settings.origins)"
    ),
    "by an annotated dependency": (
        "from typing import Annotated\nfrom fastapi import Depends\n"
        "def get_settings(): return Settings()\n"
        "def make(settings: Annotated[Settings, Depends(get_settings)]):\n"
        "    cors_sink(settings.origins)"
    ),
    "in a constructor": (
        "class Server:\n    def __init__(self, settings: Settings):\n"
        "        self.settings = settings\n"
        "    def cors(self):\n        cors_sink(self.settings.origins)"
    ),
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_settings_that_somebody_passes(name: str) -> None:
    head = (
        "from pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    origins: list[str] = ['x']\n"
    )
    assert sunk(f"{HEAD}{head}{PARAMETERS[name]}\n") == [["x"]]


CALLERS = {
    "main hands a value to a function": (
        "def serve(cors):\n    cors_sink(cors)\ndef main():\n    serve('x')\n"
    ),
    "through another function": (
        "def serve(cors):\n    cors_sink(cors)\n"
        "def start(given):\n    serve(given)\n"
        "def main():\n    start('x')\n"
    ),
    "a global that main sets": (
        "given = None\ndef serve():\n    cors_sink(given)\n"
        "def main():\n    global given\n    given = 'x'\n    serve()\nmain()\n"
    ),
    "an object that main makes": (
        "class Server:\n    def __init__(self, given):\n        self.given = given\n"
        "    def cors(self):\n        cors_sink(self.given)\n"
        "def main():\n    Server('x').cors()\n"
    ),
}


@pytest.mark.parametrize("name", CALLERS)
def test_a_value_that_a_function_of_the_file_passes(name: str) -> None:
    assert sunk(HEAD + CALLERS[name]) == ["x"]
