"""The tree: bureaux, sections, schools, institutions, Party organisations and people."""
