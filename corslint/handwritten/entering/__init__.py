"""Where requests enter the code of a file, and what runs around each handler."""
