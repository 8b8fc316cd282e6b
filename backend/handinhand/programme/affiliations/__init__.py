"""Affiliation (挂靠): an institution with few Party members under a host Party organisation (domain.md §1 B)."""
