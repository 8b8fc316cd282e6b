"""Who may do what, and how far each right reaches."""
