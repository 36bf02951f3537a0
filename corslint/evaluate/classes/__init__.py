"""Objects: what classes declare, how libraries fill their fields, what attributes are."""
