"""Harvest figures from the literature into a library, with a ledger in which nothing is lost."""
