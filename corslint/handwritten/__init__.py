"""CORS written by hand: which headers a handler sends, for which request."""
