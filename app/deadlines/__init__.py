"""Timers that are due become events, once, in order."""
