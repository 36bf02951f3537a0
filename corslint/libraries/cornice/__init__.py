"""Cornice: services, their views, and the settings around them."""
