"""The month's and the year's reckoning."""
