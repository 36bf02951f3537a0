"""Litestar: its ``CORSConfig`` and the middleware that obeys it."""
