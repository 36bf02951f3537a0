"""A file that cannot be decoded or parsed: the engine says so and goes on."""

from corslint.check import EngineCheck

check = EngineCheck()
