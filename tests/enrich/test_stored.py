"""Check that a store's sets are those of the records, in both databases and as people corrected them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.corrections import Correction, write_correction
from figway.enrich import FigureSet, Item, open_sets, pack_sets, replace_sets
from figway.enrich.cache import INDEX
from figway.enrich.sets import ARRAYS
from figway.library import Library
from figways import run

ITEMS = [Item(f"ncbigene:{n}", f"GENE{n}", "gene", "Homo sapiens" if n % 3 else "Mus musculus") for n in range(12)]
GENES = "EGFR GRB2 SOS1 KRAS BRAF MAP2K1 AKT1 nosuchgene"


@pytest.fixture
def library(examples: Path, tmp_path: Path) -> Path:
    """Give a library of the examples, in which one name of a figure was rejected."""
    copy = tmp_path / "library"
    shutil.copytree(examples, copy, ignore=shutil.ignore_patterns("images", "overlays", "thumbs"))
    record = Library(copy).record("egfr_cascade")
    row = next(g for g in record.genes if g.mention)
    named = {"mention": row.mention, "word": row.word}
    write_correction(copy, Correction(figid=record.figid, act="reject", who="a", when="2026-01-01T00:00:00Z", **named))
    return copy


def answer(source: object, genes: Path, *more: object) -> dict[str, object]:
    done = run("enrich", source, genes, "--fdr", "1", "--min-size", "1", "--json", *more)
    assert done.code == 0, done.err
    return dict(json.loads(done.out)["answer"])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_store_gives_the_answers_of_the_records(
    library: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    genes = tmp_path / "genes.txt"
    genes.write_text(GENES)
    from_records, words = answer(library, genes), answer(library, genes, "--words", "egfr")
    assert (library / INDEX).is_file()
    (library / INDEX).unlink()
    packed = open_sets(library)
    (library / INDEX).unlink()
    address = request.getfixturevalue("new_database")() if kind == "postgresql" else ""
    assert run("build", library, *(("--to", address) if address else ())).code == 0
    source = address or library / "store.sqlite"
    assert answer(source, genes) == from_records
    assert answer(source, genes, "--words", "egfr") == words
    if not address:
        assert answer(library, genes) == from_records
    assert not (library / INDEX).exists()
    stored = open_sets(source)
    assert stored.fingerprint == packed.fingerprint
    ours, theirs = stored.dump(), packed.dump()
    assert all((ours[name] == theirs[name]).all() for name in (*ARRAYS, "title_text", "text_text"))


def test_an_old_store_is_passed_over_and_said(library: Path, tmp_path: Path) -> None:
    genes = tmp_path / "genes.txt"
    genes.write_text(GENES)
    run("build", library)
    (library / "records" / "tlr4_membrane.json").rename(tmp_path / "away.json")
    done = run("enrich", library, genes, "--fdr", "1")
    assert done.code == 0
    assert "older than the records" in done.err
    (library / "store.sqlite").write_bytes(b"damaged")
    done = run("enrich", library, genes, "--fdr", "1")
    assert done.code == 0
    assert "the store was passed over" in done.err
    assert run("enrich", library / "store.sqlite", genes).code == 2


def figures(names: st.SearchStrategy[str]) -> st.SearchStrategy[list[FigureSet]]:
    one = st.builds(
        FigureSet, names, st.lists(st.sampled_from(ITEMS), min_size=1, unique=True).map(tuple), title=st.just("a"),
        year=st.integers(1990, 2026), organisms=st.lists(st.sampled_from(("Homo sapiens", "Danio rerio")), unique=True),
    )  # fmt: skip
    return st.lists(one, unique_by=lambda figure: figure.id)


@given(figures(st.sampled_from("abcdefgh")), figures(st.sampled_from("abcxyz")))
def test_replaced_sets_are_those_packed_anew(old: list[FigureSet], new: list[FigureSet]) -> None:
    gone = {figure.id for figure in new} | {"b"}
    expected = pack_sets([*(figure for figure in old if figure.id not in gone), *new]).dump()
    found = replace_sets(pack_sets(old), gone, pack_sets(new)).dump()
    assert all(np.array_equal(found[name], array) for name, array in expected.items())
