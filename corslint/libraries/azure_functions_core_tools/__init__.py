"""Azure Functions Core Tools."""
