"""Keep packed sets in a library's store: gathered while it is built, opened with it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from figway.enrich.model import FigureSet
from figway.enrich.sets import ARRAYS, TEXTS, Sets, pack_sets
from figway.enrich.sources import ItemMaker, set_of
from figway.lexicon import Lexicon
from figway.records import FigureRecord
from figway.store.backend import Reader, Row


class SetsGatherer:
    """Gather the sets of records for `build_store`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._items = ItemMaker(lexicon)
        self._sets: list[FigureSet] = []

    def add(self, record: FigureRecord) -> None:
        """Take one record, as people corrected it."""
        self._sets.append(set_of(record, self._items))

    def rows(self) -> Iterator[Row]:
        """Give the packed sets as rows of the table `sets`."""
        for name, array in pack_sets(self._sets).dump().items():
            yield name, array.dtype.str, array.tobytes()


def stored_sets(reader: Reader) -> Sets | None:
    """Open the sets of a store, texts when they are asked for; None where it was built without."""
    marks = ", ".join("?" * len(ARRAYS))
    rows = reader.rows(f"SELECT name, data FROM sets WHERE name IN ({marks})", ARRAYS)
    arrays = {name: np.frombuffer(data, dtype=np.int64) for name, data in rows}
    if set(arrays) != set(ARRAYS):
        return None

    def text(name: str) -> bytes:
        assert name in TEXTS
        return bytes(reader.rows("SELECT data FROM sets WHERE name = ?", (f"{name}_text",))[0][0])

    return Sets(arrays, text)
