"""Decide what of the sources' rows enters a lexicon, and as what."""
