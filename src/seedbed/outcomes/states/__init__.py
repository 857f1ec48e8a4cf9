"""States and moves of what comes out of a batch, one module per noun."""
