"""Pages of the selection."""
