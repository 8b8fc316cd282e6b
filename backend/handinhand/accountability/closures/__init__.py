"""What must end together (design.md §3): a support community that is dissolved, completed or renewed."""
