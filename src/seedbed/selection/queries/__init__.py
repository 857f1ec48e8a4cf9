"""Reads of the selection. Every list for a person starts from a `…_visible_to`."""
