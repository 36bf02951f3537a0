"""aiohttp-middlewares."""
