"""JSON over HTTP (to come)."""
