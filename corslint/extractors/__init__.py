"""One module per library or product; all lore about it lives there and nowhere else."""
