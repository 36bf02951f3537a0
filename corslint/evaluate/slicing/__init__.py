"""What of a program matters to CORS: the statements to run, found by their names."""
