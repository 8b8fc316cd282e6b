"""Support communities (帮扶共同体): a public lead school and the schools it supports (domain.md §1 A)."""
