"""One function for each thing a person or program may do: load, decide, append, project, commit."""
