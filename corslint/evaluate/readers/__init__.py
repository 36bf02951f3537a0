"""Libraries that read the environment: what each makes of a text and of a default."""
