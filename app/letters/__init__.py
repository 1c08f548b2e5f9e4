"""The statutory letters; one module for each form (to come)."""
