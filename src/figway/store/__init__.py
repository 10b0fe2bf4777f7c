"""Build a store from a library's records, and search it."""

from figway.store.build import build_store, changed_since
from figway.store.place import store_mark
from figway.store.search import Hit, Results, Store, open_store

__all__ = ["Hit", "Results", "Store", "build_store", "changed_since", "open_store", "store_mark"]
