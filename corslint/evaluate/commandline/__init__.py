"""Options of command lines: what argparse, click and typer give a program."""
