"""A bureau's numbers and its holiday table."""
