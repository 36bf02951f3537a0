"""asgi-cors."""
