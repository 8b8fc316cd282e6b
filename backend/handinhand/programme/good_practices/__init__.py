"""Good practice (经验做法): stories that a school proposes and the bureau publishes (domain.md §1 D)."""
