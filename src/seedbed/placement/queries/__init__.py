"""Reads of placement, one module per noun."""
