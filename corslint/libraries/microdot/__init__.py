"""Microdot."""
