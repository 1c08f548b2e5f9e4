"""Form II.06c: cases of a province, by level, II.06a added up."""
