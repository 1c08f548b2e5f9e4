"""The terminal: one module for each command of `motcua`."""
