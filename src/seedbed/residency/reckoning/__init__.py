"""Plain arithmetic of life in the company: leave, places, weeks."""
