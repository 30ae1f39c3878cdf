"""What is asked of whom, how it is typed, and the gate that no channel gets around."""
