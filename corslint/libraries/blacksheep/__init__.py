"""BlackSheep."""
