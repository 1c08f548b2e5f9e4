"""Form II.06a: cases received, solved and open, by field."""
