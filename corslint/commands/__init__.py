"""One module per command; its ``main`` runs it and gives the exit status."""
