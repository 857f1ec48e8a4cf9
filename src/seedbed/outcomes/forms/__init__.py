"""Forms of the outcomes, one module per noun."""
