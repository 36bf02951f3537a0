"""Bokeh and Panel."""
