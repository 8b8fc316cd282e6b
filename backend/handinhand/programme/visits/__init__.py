"""Visits (入校指导) of instructors to the institutions assigned to them."""
