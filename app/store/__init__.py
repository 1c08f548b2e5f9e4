"""Where SQL lives: engine, tables, the append-only log, numbering, setup data, row filters."""
