"""Build a store from a library's records, and search it."""

from figway.store.build import build_store, changed_since, corrected_rows, corrected_since
from figway.store.corrected import with_corrected
from figway.store.place import is_address, stands_alone, store_mark, store_of
from figway.store.search import Hit, Results, Store, open_store

__all__ = [
    "Hit",
    "Results",
    "Store",
    "build_store",
    "changed_since",
    "corrected_rows",
    "corrected_since",
    "is_address",
    "open_store",
    "stands_alone",
    "store_mark",
    "store_of",
    "with_corrected",
]
