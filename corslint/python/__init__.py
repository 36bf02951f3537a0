"""Python source to the program language, and from imports to files."""
