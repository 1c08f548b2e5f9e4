"""One module for each part of the desk; each declares who may open its routes."""
