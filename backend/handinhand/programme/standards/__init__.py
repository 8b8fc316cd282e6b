"""The five standards and the activity room's criteria: checklists and reviews (domain.md §1)."""
