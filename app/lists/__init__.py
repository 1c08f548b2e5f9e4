"""The lists of the morning screen, each declared once for badge, list and sheet; the search."""
