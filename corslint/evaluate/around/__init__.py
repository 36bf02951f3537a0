"""What runs for the same request as a handler, and how frameworks call it."""
