"""Plain arithmetic of placement: how well a person and a post fit, in whole numbers with their evidence."""
