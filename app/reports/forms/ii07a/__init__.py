"""Form II.07a: the procedures of a ministry's offices, and how they are handled."""
