"""Machine clients of the interface: their secrets, what each bureau grants them, their tokens (api.md, Integration)."""
