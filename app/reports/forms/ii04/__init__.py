"""Form II.04: procedures reviewed and simplified, by field."""
