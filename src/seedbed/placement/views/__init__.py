"""Screens of placement."""
