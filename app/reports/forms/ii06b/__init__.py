"""Form II.06b: cases of a district and its communes, II.06a added up."""
