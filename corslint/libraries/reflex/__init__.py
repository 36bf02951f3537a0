"""Reflex."""
