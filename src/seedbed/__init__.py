"""Seedbed 苗圃: choose people, place them where they fit, accompany them, judge by results."""

__version__ = "0.1.0"
