"""A made-up but plausible year of a real ward, from a seed number."""
