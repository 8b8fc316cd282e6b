"""What every request and answer shares: problems, pages, versions, limits and headers."""
