"""One module per rule, named after it."""
