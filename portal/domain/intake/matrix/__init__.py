"""The question matrix, one module per section, each row with its needs written as in the table of the design."""
