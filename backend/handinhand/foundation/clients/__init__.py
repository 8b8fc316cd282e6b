"""Machines outside that may ask for tokens, and what each bureau grants them (api.md, Integration)."""
