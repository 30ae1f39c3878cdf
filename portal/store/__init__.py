"""Every select and update, one module for each thing that is kept; nothing here commits."""

from __future__ import annotations

from portal.store import tallies as tallies  # Whoever stores cases moves the counters: its import is what hooks them.
