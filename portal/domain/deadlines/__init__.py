"""The clock of a case: the Belgian working calendar, the facts it reads, its rules, and what it says."""
