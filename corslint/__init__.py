"""corslint reads CORS policies out of server code and says what they really answer."""

__version__ = "0.1.0"
