"""How much of a data file is read: past any of these a reader gives up."""

MAX_DEPTH = 200
MAX_NODES = 200_000
MAX_MERGED = 200_000
"""Pairs that all mappings of a file may take over from others together."""

MAX_SIZE = 1_000_000
"""Characters of a file; a settings file has a thousandth of it."""
