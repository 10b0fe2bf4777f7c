"""Teach the detector small figure text, so that it finds it without much enlarging."""
