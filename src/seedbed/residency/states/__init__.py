"""States and moves of life in the company, one module per noun."""
