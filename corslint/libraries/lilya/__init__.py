"""Lilya: what its middleware answers."""
