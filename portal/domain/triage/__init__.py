"""What happens to a case once it stands in the queue: pathways, moves, and what its reporter may see."""
