"""What the tools share, one concern a file; standard library only."""
