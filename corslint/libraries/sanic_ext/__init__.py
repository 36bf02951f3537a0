"""Sanic Extensions: from the configuration of an application to its CORS policy."""
