"""Flask-CORS: from the code to its options."""
