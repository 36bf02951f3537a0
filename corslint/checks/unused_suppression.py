"""An ignore comment that hides nothing: the engine says so when all else is known."""

from corslint.check import EngineCheck

check = EngineCheck()
