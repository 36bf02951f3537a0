"""wsgicors."""
