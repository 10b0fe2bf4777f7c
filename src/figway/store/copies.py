"""Know which figures show the same picture, so that a search shows it once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from figway.store.columns import Ints
from figway.store.search import Store

_IN = 500


def groups_of(pairs: Iterable[tuple[str, str, int]]) -> dict[str, tuple[str, ...]]:
    """Give each figure the others that show its picture, from the pairs of duplicates.tsv; copies of copies too."""
    leader: dict[str, str] = {}

    def first(figid: str) -> str:
        while leader.setdefault(figid, figid) != figid:
            leader[figid] = leader[leader[figid]]
            figid = leader[figid]
        return figid

    for a, b, _ in pairs:
        leader[max(first(a), first(b))] = min(first(a), first(b))
    members: dict[str, list[str]] = {}
    for figid in sorted(leader):
        members.setdefault(first(figid), []).append(figid)
    return {figid: tuple(m for m in group if m != figid) for group in members.values() for figid in group}


def once(store: Store, copies: Mapping[str, tuple[str, ...]]) -> Ints | None:
    """Number the groups of a store's figures that show one picture, 0 for a picture of its own; None without any."""
    groups = np.zeros(store.columns.figures, np.int32)
    figids = sorted(copies)
    numbers = {figid: n for n, figid in enumerate(figids, 1)}
    for start in range(0, len(figids), _IN):
        some = figids[start : start + _IN]
        rows = store.reader.rows(f"SELECT figid, n FROM figure WHERE figid IN ({', '.join('?' * len(some))})", some)
        for figid, n in rows:
            groups[n] = numbers[min(figid, *copies[figid])] if copies[figid] else 0
    return groups if groups.any() else None
