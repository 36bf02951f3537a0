"""How programs are run: the command lines in files, and the environment of each."""
