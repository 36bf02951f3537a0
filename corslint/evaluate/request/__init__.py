"""How programs read requests: the expressions, and what a probe makes of them."""
