"""Measurements on this machine: they talk to 127.0.0.1 only and stop by themselves."""
