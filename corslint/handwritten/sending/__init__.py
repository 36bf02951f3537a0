"""How code sends headers: the calls that do it, the response that they belong to."""
