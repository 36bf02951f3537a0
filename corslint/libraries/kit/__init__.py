"""What most libraries have in common: calls with options, and a model that answers."""
