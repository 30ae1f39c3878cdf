"""How names, addresses and numbers are compared however they are spelled."""
