"""Find the same picture again: a perceptual hash that survives another size, format or quality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

BITS = 256
MOST_APART = 18
"""Bits of 256 by which two prints of one picture may differ."""
SMALL = 256
EMPTY = 245
"""Pixels lighter than this are margin; the picture is shrunk first, so that noise of the format cannot tip them."""
BANDS = MOST_APART + 2
"""Two hashes that differ in at most MOST_APART bits agree wholly in at least two of this many bands."""


def picture_hash(pixels: NDArray[np.uint8]) -> str:
    """Give the perceptual hash of an RGB picture as 64 hexadecimal digits; empty for one without any structure.

    The sign of the lowest 16 x 16 frequencies against their median, after margins are trimmed.
    """
    import cv2

    from figway.classify.thumbnail import trim

    longer = max(pixels.shape[:2])
    if longer > SMALL:
        size = (max(1, pixels.shape[1] * SMALL // longer), max(1, pixels.shape[0] * SMALL // longer))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    grey = cv2.cvtColor(trim(pixels, EMPTY), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32)
    if float(small.std()) < 2.0:
        return ""
    low = cv2.dct(small)[1:17, 1:17]
    return np.packbits((low > np.median(low)).ravel()).tobytes().hex()


def find_duplicates(hashes: Mapping[str, str]) -> tuple[tuple[str, str, int], ...]:
    """Give the pairs of figures that show the same picture, with the bits by which they differ, sorted.

    Hashes are sorted by each two bands together, and neighbours that agree in both are compared: time grows with the
    number of figures (times its logarithm), not of pairs, up to many millions of figures.
    """
    names = sorted(figid for figid, value in hashes.items() if value)
    if len(names) < 2:
        return ()
    raw = np.frombuffer(bytes.fromhex("".join(hashes[figid].zfill(BITS // 4) for figid in names)), np.uint8)
    whole = raw.view(np.uint64).reshape(len(names), -1)
    found: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for one, other in combinations(_bands(raw.reshape(len(names), -1)), 2):
        found.extend(_close(one << np.uint32(16) | other, whole))
    firsts, seconds = np.divmod(np.unique(np.concatenate(found)), len(names))
    bits = np.bitwise_count(whole[firsts] ^ whole[seconds]).sum(axis=1)
    return tuple((names[a], names[b], int(n)) for a, b, n in zip(firsts, seconds, bits, strict=True))


def _bands(raw: NDArray[np.uint8]) -> list[NDArray[np.uint32]]:
    """Give the bands of all hashes as numbers; neighbouring frequencies, which go together, are dealt to all bands."""
    bits = np.unpackbits(raw, axis=1)
    weights = (1 << np.arange(-(-BITS // BANDS))).astype(np.uint32)
    dealt = [bits[:, start::BANDS] for start in range(BANDS)]
    return [(band * weights[: band.shape[1]]).sum(axis=1, dtype=np.uint32) for band in dealt]


def _close(keys: NDArray[np.uint32], whole: NDArray[np.uint64]) -> Iterator[NDArray[np.int64]]:
    """Give the pairs of hashes with the same key that differ in few bits, each as one number: first * n + second."""
    order = np.argsort(keys, kind="stable")
    keys, step = keys[order], 1
    at = np.flatnonzero(keys[:-1] == keys[1:])
    while len(at):
        a, b = order[at], order[at + step]
        near = np.bitwise_count(whole[a] ^ whole[b]).sum(axis=1) <= MOST_APART
        yield np.minimum(a, b)[near] * len(keys) + np.maximum(a, b)[near]
        step += 1
        at = at[at + step < len(keys)]
        at = at[keys[at] == keys[at + step]]
