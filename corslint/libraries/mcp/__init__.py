"""MCP servers: guards that refuse requests by their Origin."""
