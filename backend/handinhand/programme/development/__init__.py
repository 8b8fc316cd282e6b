"""Developing people at the private institutions: backbone teachers, members (domain.md §1 A, §3, §6)."""
