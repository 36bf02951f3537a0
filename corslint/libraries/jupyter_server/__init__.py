"""Jupyter Server: from its configuration file to what it answers."""
