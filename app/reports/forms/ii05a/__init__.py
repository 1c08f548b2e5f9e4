"""Form II.05a: petitions (phản ánh, kiến nghị) received, handled and open, by field."""
