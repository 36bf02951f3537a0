"""What each library makes of its settings."""
