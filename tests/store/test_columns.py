"""Check the packed arrays and postings against plain counting."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from figway.store.columns import KINDS, Columns, invert
from figway.store.postings import Postings, read_postings

PAIRS = st.sets(st.tuples(st.integers(0, 29), st.integers(0, 11)), max_size=120)
TEXT = st.lists(st.sampled_from(["akt", "mtor", "insulin", "cancer", "of"]), max_size=8).map(" ".join)


def columns(pairs: set[tuple[int, int]]) -> Columns:
    figure, entity = (np.array([p[i] for p in sorted(pairs)], np.int32) for i in (0, 1))
    kind = np.zeros(12, np.uint8)
    arrays = {"kind": kind, **invert(figure, entity, kind, 30)}
    others = set(Columns.__dataclass_fields__) - set(arrays)
    return Columns(**arrays, **{name: np.zeros(30, np.int32) for name in others})


@given(PAIRS, st.sets(st.integers(0, 29)))
def test_counting_goes_by_pairs_or_by_figures_alike(pairs: set[tuple[int, int]], chosen: set[int]) -> None:
    made = columns(pairs)
    mask = np.isin(np.arange(30), list(chosen))
    expected = Counter(e for n, e in pairs if n in chosen)
    assert made.count(mask).tolist() == [expected[e] for e in range(12)]
    assert all(made.figures_of(e).tolist() == sorted(n for n, x in pairs if x == e) for e in range(12))
    assert all(made.entities_of(n).tolist() == sorted(e for x, e in pairs if x == n) for n in range(30))
    assert KINDS[0] == "gene"
    assert np.allclose(
        made.norm**2,
        [sum(float(made.idf(np.array([e]))[0]) ** 2 for x, e in pairs if x == n) for n in range(30)],
        atol=1e-3,
    )


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT), min_size=1, max_size=12))
def test_each_word_leads_to_its_figures_and_a_title_says_more(figures: list[tuple[str, ...]]) -> None:
    postings = Postings()
    for n, texts in enumerate(figures):
        postings.add(n, texts)
    expected = {
        w: [n for n, t in enumerate(figures) if w in " ".join(t).split()] for t in figures for w in " ".join(t).split()
    }
    found = {word: read_postings(data)[0].tolist() for word, _, data in postings.rows()}
    assert found == expected


def test_a_title_says_more_than_a_caption() -> None:
    postings = Postings()
    postings.add(0, ("", "", "akt acts on mtor", "", ""))
    postings.add(1, ("akt acts on mtor", "", "", "", ""))
    weights = {word: read_postings(data)[1] for word, _, data in postings.rows()}
    assert weights["akt"][0] < weights["akt"][1] <= 1
