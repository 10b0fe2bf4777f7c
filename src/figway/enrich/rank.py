"""Test a ranked list: do a figure's items gather at its top or its bottom?

The p-value is that of the rank-sum test (Mann and Whitney, with correction for ties and continuity, two-sided),
which reaches as low as many sets need; the enrichment score is that of GSEA (Subramanian et al. 2005, weight 1).
With permutations the p-value is GSEA's: sets of one size share the permuted scores, and a score is compared with
those of its own sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from figway.enrich.identifiers import Names
from figway.enrich.model import NotUnderstood, Reading, Understood
from figway.enrich.ora import adjust
from figway.enrich.sets import Ints, Sets
from figway.enrich.universe import Universe
from figway.errors import UsageError

Floats = NDArray[np.float64]
_SEED = 20_240_601
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hold a ranked list: the items that figures show with their numbers, and the numbers of all others."""

    reading: Reading
    items: Ints
    values: Floats
    other_values: Floats
    repeated: int

    @property
    def outside(self) -> int:
        """Count what no figure shows."""
        return len(self.other_values)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Hold the results by set, and what the leading edges are found with."""

    score: Floats
    normalised: Floats | None
    p: Floats
    fdr: Floats
    place: Ints
    member: Ints
    start: Ints
    peak: Ints

    def leading_edge(self, number: int) -> Ints:
        """Give the items of a set up to the peak of its score, from the end of the list at which it lies."""
        rows = slice(self.start[number], self.start[number + 1])
        keep = (
            self.place[rows] <= self.peak[number] if self.score[number] >= 0 else self.place[rows] >= self.peak[number]
        )
        return np.sort(self.member[rows][keep])


def read_ranking(text: str, names: Names, sets: Sets) -> Ranking:
    """Read lines of a name and a number, with a tab, comma, semicolon or blank between, after a line of titles or not.

    Raises UsageError where a line has no number, or too few names are understood to rank.
    """
    found: dict[str, tuple[Understood, float]] = {}
    failed: list[NotUnderstood] = []
    words = repeated = 0
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        word, value = _split_line(line)
        if value is None:
            if number == 1:
                continue
            raise UsageError(f"line {number} of the ranked list, {line.strip()[:60]!r}, is not a name and a number.")
        words += 1
        meaning = names.understand(word)
        if isinstance(meaning, NotUnderstood):
            failed.append(meaning)
        elif meaning.key not in found or abs(value) > abs(found[meaning.key][1]):
            repeated += meaning.key in found
            found[meaning.key] = (meaning, value)
        else:
            repeated += 1
    if len(found) < _FEWEST:
        raise UsageError(f"{len(found)} names of the ranked list were understood; at least {_FEWEST} are needed.")
    reading = Reading(words=words, items=tuple(m for m, _ in found.values()), not_understood=tuple(failed))
    shown = [(sets.numbers[key], value) for key, (_, value) in found.items() if key in sets.numbers]
    other = [value for key, (_, value) in found.items() if key not in sets.numbers]
    items = np.array([number for number, _ in shown], np.int64)
    values = np.array([value for _, value in shown], np.float64)
    return Ranking(reading, items, values, np.array(other, np.float64), repeated)


def _split_line(line: str) -> tuple[str, float | None]:
    for separator in ("\t", ";", ",", None):
        parts = line.strip().rsplit(separator, 1)
        if len(parts) == 2:
            try:
                value = float(parts[1].strip().strip("\"'"))
            except ValueError:
                continue
            if np.isfinite(value):
                return parts[0].strip().strip("\"'"), value
    return line, None


def preranked(sets: Sets, ranking: Ranking, universe: Universe, permutations: int = 0) -> Ranked:
    """Test every set of the universe against the ranking."""
    values = np.concatenate((ranking.values, ranking.other_values))
    order = np.argsort(-values, kind="stable")
    place = np.empty(len(values), np.int64)
    place[order] = np.arange(len(values))
    item_place = np.full(sets.item_count, -1, np.int64)
    item_place[ranking.items] = place[: len(ranking.items)]
    start, places, members = _sorted_places(sets, item_place, universe.tested)
    weights = np.abs(values[order])
    score, peak = running_scores(places, start, weights)
    normalised = None
    if permutations:
        normalised, p = _permuted(score, np.diff(start), weights, permutations)
    else:
        p = rank_sum(places, start, values[order])
    return Ranked(score, normalised, p, adjust(p), places, members, start, peak)


def _sorted_places(sets: Sets, item_place: Ints, tested: Ints) -> tuple[Ints, Ints, Ints]:
    """List the places in the ranking of each tested set's items, ascending within a set."""
    lengths = sets.start[tested + 1] - sets.start[tested]
    owner = np.repeat(np.arange(len(tested)), lengths)
    offsets = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    members = sets.items[np.repeat(sets.start[tested], lengths) + offsets]
    ranked = item_place[members] >= 0
    owner, members = owner[ranked], members[ranked]
    order = np.lexsort((item_place[members], owner))
    start = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(tested))))).astype(np.int64)
    return start, item_place[members[order]], members[order]


def running_scores(places: Ints, start: Ints, weights: Floats) -> tuple[Floats, Ints]:
    """Give GSEA's enrichment score of each set and the place in the ranking where it is reached.

    `places` are those of the sets' items, ascending within each set; `start` bounds the sets.
    """
    if not len(places):
        return np.zeros(len(start) - 1), np.zeros(len(start) - 1, np.int64)
    size = np.diff(start)
    first, owner = start[:-1], np.repeat(np.arange(len(size)), size)
    sums = np.cumsum(weights[places])
    before_set = (sums[first] - weights[places[first]])[owner]
    total = (sums[start[1:] - 1] - before_set[first])[owner]
    flat = total <= 0
    nth = np.arange(len(places)) - first[owner]
    hits = np.where(flat, (nth + 1) / size[owner], (sums - before_set) / np.where(flat, 1.0, total))
    steps = np.where(flat, 1.0 / size[owner], weights[places] / np.where(flat, 1.0, total))
    misses = (places - nth) / np.maximum(len(weights) - size[owner], 1)
    high, low = hits - misses, hits - steps - misses
    top, bottom = np.maximum.reduceat(high, first), np.minimum.reduceat(low, first)
    positive = top >= -bottom
    score = np.where(positive, top, bottom)
    reached = np.where(positive[owner], high >= top[owner], low <= bottom[owner])
    peak = np.full(len(size), -1, np.int64)
    at = np.flatnonzero(reached)[::-1]
    peak[owner[at]] = places[at]
    return score, peak


def rank_sum(places: Ints, start: Ints, sorted_values: Floats) -> Floats:
    """Give the two-sided p-value of the rank-sum test of each set against all other items."""
    _, inverse, ties = np.unique(-sorted_values, return_inverse=True, return_counts=True)
    middle = np.cumsum(ties) - (ties - 1) / 2  # the mean of the ranks that equal values share, from 1
    ranks = middle[inverse]
    count, size = float(len(sorted_values)), np.diff(start).astype(np.float64)
    sums = np.add.reduceat(ranks[places], start[:-1]) if len(places) else np.zeros(len(size))
    other = count - size
    statistic = sums - size * (size + 1) / 2
    statistic = np.maximum(statistic, size * other - statistic)
    tied = float((ties.astype(np.float64) ** 3 - ties).sum())
    spread = np.sqrt(size * other / 12 * ((count + 1) - tied / (count * (count - 1))))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (statistic - size * other / 2 - 0.5) / spread
    return np.array([1.0 if not np.isfinite(x) else min(1.0, erfc(x / sqrt(2))) for x in z.tolist()])


def _permuted(score: Floats, size: Ints, weights: Floats, permutations: int) -> tuple[Floats, Floats]:
    """Give normalised scores and p-values from the scores of random sets of the same sizes."""
    rng = np.random.default_rng(_SEED)
    widest = int(size.max()) if len(size) else 0
    drawn = np.stack([rng.permutation(len(weights))[:widest] for _ in range(permutations)])
    normalised, p = np.zeros(len(score)), np.ones(len(score))
    for each in np.unique(size):
        null, _ = running_scores(np.sort(drawn[:, :each], axis=1).ravel(), np.arange(permutations + 1) * each, weights)
        for sign in (1, -1):
            rows = np.flatnonzero((size == each) & (score >= 0 if sign > 0 else score < 0))
            same = np.sort(np.abs(null[null >= 0] if sign > 0 else null[null < 0]))
            observed = np.abs(score[rows])
            larger = len(same) - np.searchsorted(same, observed, "left")
            p[rows] = (larger + 1) / (len(same) + 1)
            normalised[rows] = score[rows] / same.mean() if len(same) and same.mean() else 0.0
    return normalised, p
