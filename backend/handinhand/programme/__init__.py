"""The work itself: visits, obligations, opinions, communities, affiliations, dispatches."""
