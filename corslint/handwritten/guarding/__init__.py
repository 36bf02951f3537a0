"""Code that runs before a CORS layer: does it hand preflights on, or answer them itself?"""
