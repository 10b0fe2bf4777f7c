"""Decide where the pipeline runs and what is left to do; see `figway.run.local`."""
