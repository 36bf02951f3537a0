"""hug: what its middleware and its routes answer."""
