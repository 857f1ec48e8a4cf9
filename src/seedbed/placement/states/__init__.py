"""Moves of placement."""
