"""Django Channels: which pages may open a WebSocket."""
