"""What an origin pattern admits, decided by a search through all origins there are."""
