"""Keep sets as arrays: which items each figure shows, and which figures show each item.

Rows of `items` are grouped by set (`start[s]` to `start[s + 1]`), those of `figures` by item (`item_start`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.enrich.model import KINDS, FigureSet, Item

Ints = NDArray[np.int64]
ARRAYS = (
    "start", "items", "item_start", "figures", "year", "organism_start", "organism", "item_kind", "item_organism",
)  # fmt: skip
TEXTS = ("id", "title", "paper", "text", "key", "label", "organism_name")
"""Columns of text; a line an entry."""


class Sets:
    """Hold a library's sets for testing; make them with `pack_sets`, or open them with `figway.enrich.open_sets`."""

    def __init__(self, arrays: Mapping[str, NDArray[np.int64]], text: Callable[[str], bytes]) -> None:
        self.start, self.items = arrays["start"], arrays["items"]
        self.item_start, self.figures = arrays["item_start"], arrays["figures"]
        self.year = arrays["year"]
        self.organism_start, self.organism = arrays["organism_start"], arrays["organism"]
        self.item_kind, self.item_organism = arrays["item_kind"], arrays["item_organism"]
        self._arrays = arrays
        self._text = text

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def item_count(self) -> int:
        """Count the different items."""
        return len(self.item_start) - 1

    @cached_property
    def ids(self) -> list[str]:
        """Give the figid of each set."""
        return self.column("id")

    @cached_property
    def titles(self) -> list[str]:
        """Give the title of each figure."""
        return self.column("title")

    @cached_property
    def papers(self) -> list[str]:
        """Give the paper of each figure."""
        return self.column("paper")

    @cached_property
    def labels(self) -> list[str]:
        """Give the label of each item."""
        return self.column("label")

    @cached_property
    def organism_names(self) -> list[str]:
        """Give the names of the organisms by their numbers; the first is none."""
        return self.column("organism_name")

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Give the number of each item by its key."""
        return {key: number for number, key in enumerate(self.column("key"))}

    @cached_property
    def fingerprint(self) -> str:
        """Give a hash of the sets: equal for equal figures with equal items."""
        digest = hashlib.sha256(self._text("id") + b"\0" + self._text("key"))
        digest.update(self.start.tobytes())
        digest.update(self.items.tobytes())
        return digest.hexdigest()

    @cached_property
    def _by_label(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, label in enumerate(self.labels):
            found.setdefault(label.casefold(), number)
        return found

    def column(self, name: str) -> list[str]:
        """Give one column of text as a list."""
        text = self._text(name).decode()
        return text.split("\n")[:-1] if text else []

    def item(self, number: int) -> Item:
        """Give one item."""
        kind, organism = KINDS[self.item_kind[number]], self.organism_names[self.item_organism[number]]
        return Item(self.keys[number], self.labels[number], kind, organism)

    @cached_property
    def keys(self) -> list[str]:
        """Give the key of each item."""
        return list(self.numbers)

    def find(self, word: str) -> Item | None:
        """Give the item with this key, or with this label in whatever case."""
        number = self.numbers.get(word)
        if number is None:
            number = self._by_label.get(word.casefold())
        return None if number is None else self.item(number)

    def items_of(self, number: int) -> Ints:
        """Give the numbers of a set's items, ascending."""
        return self.items[self.start[number] : self.start[number + 1]]

    def texts(self, number: int) -> str:
        """Give what a filter by words looks through: title, paper and caption of one set, in lower case."""
        return self._haystack[number]

    @cached_property
    def _haystack(self) -> list[str]:
        columns = zip(self.titles, self.papers, self.column("text"), strict=True)
        return [" ".join(parts).casefold() for parts in columns]

    def dump(self) -> dict[str, NDArray[Any]]:
        """Give everything as arrays, as they are kept on disk."""
        columns: dict[str, NDArray[Any]] = {name: self._arrays[name] for name in ARRAYS}
        return columns | {f"{name}_text": np.frombuffer(self._text(name), np.uint8) for name in TEXTS}


def pack_sets(sets: Iterable[FigureSet]) -> Sets:
    """Number the items of sets and pack them; sets without items are left out, sets of one id are one."""
    merged: dict[str, FigureSet] = {}
    for figure in sets:
        if figure.items:
            old = merged.get(figure.id)
            merged[figure.id] = figure if old is None else old._replace(items=old.items + figure.items)
    rows = [merged[figid] for figid in sorted(merged)]
    items = {item.key: item for figure in reversed(rows) for item in figure.items}
    keys = sorted(items)
    numbers = {key: number for number, key in enumerate(keys)}
    members = [np.unique([numbers[item.key] for item in figure.items]) for figure in rows]
    names = ["", *sorted({o for row in rows for o in row.organisms} | {i.organism for i in items.values()} - {""})]
    organism = {name: number for number, name in enumerate(dict.fromkeys(names))}
    owned = [sorted({organism[o] for o in row.organisms if o}) for row in rows]
    arrays = {
        "start": _bounds(members),
        "items": _joined(members),
        "year": np.array([row.year for row in rows], np.int64),
        "organism_start": _bounds(owned),
        "organism": _joined(owned),
        "item_kind": np.array([KINDS.index(items[key].kind) for key in keys], np.int64),
        "item_organism": np.array([organism[items[key].organism] for key in keys], np.int64),
    }
    arrays |= _turned(arrays["start"], arrays["items"], len(keys))
    texts = {
        "id": [row.id for row in rows],
        "title": [row.title for row in rows],
        "paper": [row.paper for row in rows],
        "text": [row.text for row in rows],
        "key": keys,
        "label": [items[key].label for key in keys],
        "organism_name": list(organism),
    }
    lines = {name: "".join(f"{' '.join(value.split())}\n" for value in values) for name, values in texts.items()}
    return Sets(arrays, lambda name: lines[name].encode())


def replace_sets(sets: Sets, gone: Iterable[str], fresh: Sets) -> Sets:
    """Give sets with those of some figures left out and others in their place, packed as if they had always been so."""
    left, both = set(gone), (sets, fresh)
    rows = sorted((s, part, n) for part in (0, 1) for n, s in enumerate(both[part].ids) if part or s not in left)
    shown = [np.unique(_joined([both[part].items_of(n) for _, part, n in rows if part == one])) for one in (0, 1)]
    items = {both[part].keys[i]: (part, int(i)) for part in (1, 0) for i in shown[part]}
    keys = sorted(items)
    about = [both[part].organism[slice(*both[part].organism_start[n : n + 2])] for _, part, n in rows]
    spoken = {both[part].organism_names[o] for (_, part, _), os in zip(rows, about, strict=True) for o in os}
    spoken |= {both[part].organism_names[both[part].item_organism[i]] for part, i in items.values()}
    names = ["", *sorted(spoken - {""})]
    of_key, of_name = ({value: at for at, value in enumerate(values)} for values in (keys, names))
    item_at = [np.array([of_key.get(key, -1) for key in part.keys], np.int64) for part in both]
    name_at = [np.array([of_name.get(name, -1) for name in part.organism_names], np.int64) for part in both]
    members = [item_at[part][both[part].items_of(n)] for _, part, n in rows]
    owned = [np.sort(name_at[part][os]) for (_, part, _), os in zip(rows, about, strict=True)]
    first = [items[key] for key in keys]
    arrays = {
        "start": _bounds(members),
        "items": _joined(members),
        "year": np.array([both[part].year[n] for _, part, n in rows], np.int64),
        "organism_start": _bounds(owned),
        "organism": _joined(owned),
        "item_kind": np.array([both[part].item_kind[i] for part, i in first], np.int64),
        "item_organism": np.array([name_at[part][both[part].item_organism[i]] for part, i in first], np.int64),
    }
    arrays |= _turned(arrays["start"], arrays["items"], len(keys))

    def text(name: str) -> bytes:
        columns = [part.column(name) for part in both]
        of_items = [columns[part][i] for part, i in first] if name == "label" else []
        lines = {"key": keys, "organism_name": names, "label": of_items}.get(name)
        if lines is None:
            lines = [columns[part][n] for _, part, n in rows]
        return "".join(f"{line}\n" for line in lines).encode()

    return Sets(arrays, text)


def _turned(start: Ints, items: Ints, count: int) -> dict[str, Ints]:
    """List the sets of each item."""
    owners = np.repeat(np.arange(len(start) - 1), np.diff(start))
    order = np.argsort(items, kind="stable")
    bounds = np.concatenate(([0], np.cumsum(np.bincount(items, minlength=count))))
    return {"item_start": bounds.astype(np.int64), "figures": owners[order].astype(np.int64)}


def _bounds(rows: Sequence[Sequence[int] | Ints]) -> Ints:
    return np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64))).astype(np.int64)


def _joined(rows: Sequence[Sequence[int] | Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *(np.asarray(row, np.int64) for row in rows)])
