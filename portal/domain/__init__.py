"""The rules of the service as data and pure functions; no I/O, no Flask, no SQL."""
