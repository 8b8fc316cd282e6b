"""What others may learn from: proposed by a school, published by the bureau (domain.md §1 D)."""
