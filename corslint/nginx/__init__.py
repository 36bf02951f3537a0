"""nginx as a program from a request to headers: levels, variables, conditions."""
