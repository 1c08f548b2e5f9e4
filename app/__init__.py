"""The Flask application around the pure centre; importing it loads nothing else."""
