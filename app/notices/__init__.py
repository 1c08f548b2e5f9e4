"""Outbox and channels for alerts (to come)."""
