"""Targets (力争目标): what a supported school aims at within its term, counted from the registers (domain.md §3)."""
