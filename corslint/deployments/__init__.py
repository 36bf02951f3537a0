"""Where programs run: the environment variables that a deployment gives to a file."""
