"""Objects made once and bound to the application in the factory (none yet)."""
