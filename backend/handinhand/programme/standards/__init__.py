"""The five standards and the activity room: checklists and reviews (domain.md §1)."""
