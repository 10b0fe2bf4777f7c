"""Read the vocabularies that a lexicon is built from, one module a publisher.

`open_text` opens a file whether gzipped or not; every parser yields the rows of `rows`.
"""
