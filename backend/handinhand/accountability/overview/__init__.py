"""What needs doing today, how the month stands, and the search."""
