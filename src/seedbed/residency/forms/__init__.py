"""Forms of residency."""
