"""Meeting the municipal bureau's system: figures asked for, and figures sent (api.md, Integration)."""
