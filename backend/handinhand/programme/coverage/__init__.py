"""How the Party's organisations and the mass groups reach the institutions (domain.md §1)."""
