"""Measure records against figures annotated by hand."""

from figway.evaluate.score import score

__all__ = ["score"]
