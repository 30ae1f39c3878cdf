"""Mail: what is put aside with the fact, and what the worker makes of it."""
