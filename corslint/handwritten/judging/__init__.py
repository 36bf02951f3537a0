"""Which origins code lets in, and by which test."""
