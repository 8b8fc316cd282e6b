"""The demo: an invented year of an invented county, entered through the same doors as real work."""
