"""HTML pages (to come)."""
