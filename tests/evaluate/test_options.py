"""Options and traits that cannot be executed here, and what is said of them."""

from __future__ import annotations

import pytest
from reading_values import UNKNOWN, named, simple, studied, sunk

from corslint.evaluate.settle import variable
from corslint.value import setter

HEAD = "from outside import cors_sink\nimport argparse\n"

COMMANDS = {
    "typer, by the default": (
        "import typer\napp = typer.Typer()\n@app.command()\n"
        "def main(cors: str = typer.Option('*', '--cors-origins', envvar='X')):\n",
        "*",
        "--cors-origins",
    ),
    "typer, beside the type": (
        "import typer\nfrom typing import Annotated\napp = typer.Typer()\n@app.command()\n"
        "def main(cors: Annotated[list[str], typer.Option('--allow', '-a')] = ['*']):\n",
        ["*"],
        "--allow",
    ),
    "typer, a plain default": (
        "import typer\napp = typer.Typer()\n@app.command()\ndef main(cors: str = '*'):\n",
        "*",
        "--cors",
    ),
    "typer, required": (
        "import typer\napp = typer.Typer()\n@app.command()\n"
        "def main(cors: str = typer.Option(..., '--allow')):\n",
        UNKNOWN,
        None,
    ),
    "click, required": (
        "import click\n@click.command()\n@click.option('--cors', required=True)\n"
        "def main(cors):\n",
        UNKNOWN,
        None,
    ),
    "another library's option": (
        "import other\n@other.option('--cors', default='*')\ndef main(cors):\n",
        UNKNOWN,
        None,
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command(name: str) -> None:
    code, wanted, option = COMMANDS[name]
    calls = [call for call, _ in studied(f"{HEAD}{code}    cors_sink(cors)\n").calls()]
    [call] = [each for each in calls if named(each) == "cors_sink"]
    [given] = call.arguments.positional
    assert simple(given) == wanted
    assert variable(given) == option


PARSERS = {
    "required": ("p.add_argument('--cors', required=True)", [UNKNOWN]),
    "positional": ("p.add_argument('cors')", [UNKNOWN]),
    "suppressed": ("p.add_argument('--cors', default=argparse.SUPPRESS)", [UNKNOWN]),
    "of a command": (
        "c = p.add_subparsers().add_parser('a')\nc.add_argument('--cors', default='x')",
        ["x"],
    ),
    "of two commands that agree": (
        "s = p.add_subparsers()\nfor n in 'ab':\n"
        "    s.add_parser(n).add_argument('--cors', default=['x'])",
        [["x"]],
    ),
    "of two commands that do not": (
        "s = p.add_subparsers()\nfor n in 'ab':\n"
        "    s.add_parser(n).add_argument('--cors', default=n)",
        [UNKNOWN],
    ),
    "of a group, by another name": (
        "g = p.add_argument_group('x')\ng.add_argument('--hosts', dest='cors', default='x')",
        ["x"],
    ),
    "a type that is not known": (
        "from outside import kind\np.add_argument('--cors', type=kind, default='x')",
        [UNKNOWN],
    ),
}


@pytest.mark.parametrize("name", PARSERS)
def test_parser(name: str) -> None:
    code, wanted = PARSERS[name]
    read = "args = p.parse_args()\ncors_sink(args.cors)\n"
    assert sunk(f"{HEAD}p = argparse.ArgumentParser()\n{code}\n{read}") == wanted


def test_an_option_is_one_way_of_two() -> None:
    code = (
        "p = argparse.ArgumentParser()\np.add_argument('--cors', action='store_true')\n"
        "cors_sink('open' if p.parse_args().cors else 'closed')\n"
    )
    assert sunk(HEAD + code) == ["closed", "open"]


TRAITS = {
    "Unicode('*')": "*",
    "Unicode()": "",
    "Unicode('x').tag(config=True)": "x",
    "Bool(True, config=True)": True,
    "Bool()": False,
    "List(['x'])": ["x"],
    "List(Unicode(), ['x'])": ["x"],
    "List(Unicode(), default_value=['x'])": ["x"],
    "List(trait=Unicode())": [],
    "Set({'x'})": ["x"],
    "Tuple(('x', 'y'))": ["x", "y"],
    "Dict({'a': 'x'})": {"a": "x"},
    "Dict()": {},
    "Enum(['a', 'b'], 'b')": "b",
    "Enum(['a', 'b'], default_value='a')": "a",
    "Union([Unicode('z'), List()])": "z",
    "Union([List(), Unicode()], default_value=['q'])": ["q"],
    "Any()": None,
    "Any('x')": "x",
    "Int(3)": 3,
    "Float()": 0.0,
    "Bytes()": b"",
}
NAMES = "Unicode, Bool, List, Set, Tuple, Dict, Enum, Union, Any, Int, Float, Bytes"


@pytest.mark.parametrize("trait", TRAITS)
def test_the_default_of_a_trait(trait: str) -> None:
    import traitlets

    kinds = {name: getattr(traitlets, name) for name in NAMES.split(", ")}
    real = type("Server", (traitlets.HasTraits,), {"cors": eval(trait, kinds)})().cors
    plain = list(real) if isinstance(real, (set, tuple)) else real
    code = (
        f"from traitlets import {NAMES}\nfrom traitlets.config import Configurable\n"
        f"class Server(Configurable):\n    cors = {trait}\ncors_sink(Server().cors)\n"
    )
    [call] = [
        each for each, _ in studied(HEAD + code).calls() if named(each) == "cors_sink"
    ]
    [given] = call.arguments.positional
    assert simple(given) == plain == TRAITS[trait]
    assert variable(given) == "Server.cors"


def test_what_is_set_from_outside_has_a_name_of_its_kind() -> None:
    assert setter("ORIGINS") == "the environment variable ORIGINS"
    assert setter("--origins") == "the option --origins"
    assert setter("Server.origins") == "the configuration Server.origins"
