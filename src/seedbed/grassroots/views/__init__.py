"""Pages of the line of the grass roots."""
