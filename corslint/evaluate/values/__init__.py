"""What the values of programs are and do: texts, lists, tables, library functions."""
