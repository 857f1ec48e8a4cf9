"""Forms of placement."""
