"""MLflow: from its options to what its server answers."""
