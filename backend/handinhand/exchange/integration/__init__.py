"""Meeting the municipal bureau's system: figures asked for (api.md, Integration)."""
