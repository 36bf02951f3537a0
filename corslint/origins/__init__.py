"""Origins that an attacker can own, and the search for one that a program lets in."""
