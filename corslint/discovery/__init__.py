"""Which files there are, and which of them can hold CORS at all."""
