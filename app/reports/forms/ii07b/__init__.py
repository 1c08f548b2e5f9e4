"""Form II.07b: the procedures of a locality by level, and how they are handled."""
