"""Reads of residency, one module per noun."""
