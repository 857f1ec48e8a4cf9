"""Plain arithmetic of the outcomes: names, shares, money, deadlines, forecasts. No database."""
