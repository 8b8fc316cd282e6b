"""Developing people and Party organisations at the private institutions (domain.md §1, §3, §6)."""
