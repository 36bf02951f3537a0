"""aiohttp-cors: the options of each origin."""
