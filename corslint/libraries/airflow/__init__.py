"""Airflow: from its configuration to what its API answers."""
