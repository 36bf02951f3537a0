"""The abstract evaluator: what a program may do, for one request or for none."""
