"""Activities (活动) of the three strands of a support community (domain.md §1 A, §6)."""
