"""Workbooks on their way in: read, previewed, confirmed, applied whole or not at all (api.md "Roster import")."""
