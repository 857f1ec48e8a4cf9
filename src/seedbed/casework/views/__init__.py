"""Pages of casework: for everybody, and for the desk."""
