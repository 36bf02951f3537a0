"""The configuration of a run, from the file and from the command line."""
