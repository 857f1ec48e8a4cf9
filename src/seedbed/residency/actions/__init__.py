"""Writes of residency, one module per noun."""
