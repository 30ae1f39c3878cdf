"""Killing the portal while it works, and counting what was lost (promises.md, "Nothing is lost")."""
