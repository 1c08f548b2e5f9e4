"""Form II.06d: cases of the offices organised vertically, II.06a added up."""
