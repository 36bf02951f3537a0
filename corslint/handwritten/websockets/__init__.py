"""How WebSocket handlers judge the Origin."""
