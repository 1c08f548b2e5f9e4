"""Events become read tables: cases, steps, timers, facts; all can be dropped and rebuilt."""
