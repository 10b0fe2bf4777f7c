"""Find the same picture again: a perceptual hash that survives another size, format or quality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BITS = 256
MOST_APART = 18
"""Bits of 256 by which two prints of one picture may differ."""
SMALL = 256
EMPTY = 245
"""Pixels lighter than this are margin; the picture is shrunk first, so that noise of the format cannot tip them."""
BANDS = MOST_APART + 1
"""Two hashes that differ in at most MOST_APART bits agree wholly in at least one of this many bands."""


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

    Time grows with the number of figures, not of pairs: only those that share a band of bits are compared.
    """
    numbers = {figid: int(value, 16) for figid, value in hashes.items() if value}
    edges = [round(i * BITS / BANDS) for i in range(BANDS + 1)]
    pairs: set[tuple[str, str]] = set()
    for start, end in pairwise(edges):
        buckets: dict[int, list[str]] = {}
        for figid in sorted(numbers):
            buckets.setdefault(numbers[figid] >> start & ((1 << end - start) - 1), []).append(figid)
        for members in buckets.values():
            pairs.update(_close(members, numbers))
    return tuple(sorted((a, b, (numbers[a] ^ numbers[b]).bit_count()) for a, b in pairs))


def _close(members: list[str], numbers: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    for index, a in enumerate(members):
        for b in members[index + 1 :]:
            if (numbers[a] ^ numbers[b]).bit_count() <= MOST_APART:
                yield a, b
