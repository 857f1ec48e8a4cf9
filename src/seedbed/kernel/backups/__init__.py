"""Backups: one file with the whole site but its keys, checked before it is trusted."""
