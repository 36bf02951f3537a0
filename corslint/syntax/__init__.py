"""Text to trees with exact spans; nothing here knows about CORS."""
