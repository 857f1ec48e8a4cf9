"""Tables of placement. Import from here, never from the modules inside."""
