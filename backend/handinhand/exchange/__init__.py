"""Wing: meeting people and systems outside."""
