"""Every select and update, one module for each thing that is kept; nothing here commits."""
