"""Those we are measured beside: each module imports its peer inside its functions only."""
