"""Dispatches (派驻): which instructor answers for which institution, from when to when."""
