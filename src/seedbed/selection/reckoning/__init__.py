"""Pure arithmetic of the selection: order of priority, conditions, reading of texts. No database."""
