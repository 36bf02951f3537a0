"""falcon-cors."""
