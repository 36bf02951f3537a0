"""Sanic-CORS: Flask-CORS's sibling, where Sanic makes it another."""
