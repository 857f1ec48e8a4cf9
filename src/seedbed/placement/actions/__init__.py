"""Writes of placement, one module per noun."""
