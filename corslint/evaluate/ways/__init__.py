"""The ways through a program: which branches are open, and which to follow first."""
