"""Quart-CORS."""
