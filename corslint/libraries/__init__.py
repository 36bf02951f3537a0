"""How each library's settings are written down in programs, and read from there."""
