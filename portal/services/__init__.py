"""Use cases as verbs; the caller owns the transaction."""
