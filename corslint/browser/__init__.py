"""What a browser does with an answer."""
