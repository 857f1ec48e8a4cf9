"""Screens of residency."""
