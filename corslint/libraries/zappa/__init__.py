"""Zappa."""
