"""Accounts, sign-in, role assignments."""
