"""Check that a store is built from records and finds them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from figway.errors import LibraryError, UsageError
from figway.library import Library
from figway.records import Article, Figure, FigureRecord, GeneRow, Mention, Relation, TermRow
from figway.store import Store, build_store, open_store
from figways import run


def gene(symbol: str, entrez: str, mention: str = "") -> GeneRow:
    return GeneRow(
        word=symbol, symbol=symbol, source="hgnc_symbol", hgnc_symbol=symbol, entrez=entrez, organism="Homo sapiens",
        mention=mention,
    )  # fmt: skip


try:
    import psycopg
except ImportError:
    psycopg = None

RECORDS = (
    FigureRecord(
        figid="PMC1__a",
        figid_alias="PMC1__F1",
        figure=Figure(figtitle="Insulin signalling", caption="How insulin acts through TNFα"),
        article=Article(pmcid="PMC1", title="On tumours", year="2014", reftext="Han Cheng, et al. J Cell. 2014"),
        organisms=("Homo sapiens",),
        genes=(gene("AKT1", "207", "m1"), gene("MTOR", "2475", "m2")),
        mentions=(Mention(id="m1", word="AKT1", kind="gene"), Mention(id="m2", word="MTOR", kind="gene")),
        relations=(
            Relation(source="AKT1", target="MTOR", source_ids=("m1",), target_ids=("m2",), sign="+", score=0.9),
        ),
    ),
    FigureRecord(
        figid="PMC2__b",
        figure=Figure(figtitle="Damage", caption="A tumor with insulin in passing"),
        article=Article(pmcid="PMC2", year="2020"),
        organisms=("Mus musculus",),
        genes=(gene("TP53", "7157", "m1"), gene("MDM2", "4193", "m2")),
        relations=(
            Relation(source="MDM2", target="TP53", source_ids=("m2",), target_ids=("m1",), sign="-", score=0.8),
        ),
        chemicals=(TermRow(word="Glucose", source="MESH", identifier="D005947"),),
    ),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    opened = Library.create(tmp_path_factory.mktemp("store") / "library")
    for record in RECORDS:
        opened.record_path(record.figid).write_text(record.to_json(), "utf-8")
    return opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def where(library: Library, request: pytest.FixtureRequest) -> str:
    """Give the place of a store of the records, in each kind of database."""
    address = request.getfixturevalue("new_database")() if request.param == "postgresql" else ""
    build_store(library, to=address)
    return address or str(library.path)


@pytest.fixture(scope="module")
def store(where: str) -> Iterator[Store]:
    with contextlib.closing(open_store(where)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("insulin", ["PMC1__a", "PMC2__b"]),
        ("tumour", ["PMC1__a", "PMC2__b"]),
        ("TNF-alpha", ["PMC1__a"]),
        ('"insulin signaling"', ["PMC1__a"]),
        ("signal*", ["PMC1__a"]),
        ("title:insulin", ["PMC1__a"]),
        ("author:Cheng", ["PMC1__a"]),
        ("gene:akt1", ["PMC1__a"]),
        ("gene:RAC-alpha", ["PMC1__a"]),
        ("gene:207", ["PMC1__a"]),
        ("gene:FRAP1", ["PMC1__a"]),
        ("gene:AKT1 gene:TP53", []),
        ("gene:AKT1 OR gene:TP53", ["PMC1__a", "PMC2__b"]),
        ("insulin -gene:TP53", ["PMC1__a"]),
        ("chemical:glucose", ["PMC2__b"]),
        ('organism:"Mus musculus"', ["PMC2__b"]),
        ("year:2015..", ["PMC2__b"]),
        ("year:2014", ["PMC1__a"]),
        ("has:relations", ["PMC1__a", "PMC2__b"]),
        ("AKT1 -> ?", ["PMC1__a"]),
        ("? -| p53", ["PMC2__b"]),
        ("AKT1 -| ?", []),
        ("'; DROP TABLE figure; --", []),
        ("", ["PMC1__a", "PMC2__b"]),
    ],
)
def test_queries(store: Store, query: str, expected: list[str]) -> None:
    assert sorted(hit.figid for hit in store.search(query).hits) == expected


def test_the_figure_about_the_query_comes_first_and_facets_count(store: Store) -> None:
    results = store.search("insulin")
    assert [hit.figid for hit in results.hits] == ["PMC1__a", "PMC2__b"]
    assert results.facets["year"] == (("2020", 1), ("2014", 1))
    assert ("AKT1", 1) in results.facets["gene"]
    assert store.search("insulin", sort="newest", size=1).hits[0].figid == "PMC2__b"
    assert store.search("insulin", page=2, size=1).total == 2


def test_facets_narrow_and_are_counted_among_what_the_others_leave(store: Store) -> None:
    results = store.search("insulin", filters={"organism": ("Mus musculus",), "year": ("2014", "2020")})
    assert [hit.figid for hit in results.hits] == ["PMC2__b"]
    assert results.facets["organism"] == (("Homo sapiens", 1), ("Mus musculus", 1))
    assert results.facets["year"] == (("2020", 1),)
    assert results.facets["has"] == (("genes", 1), ("chemicals", 1), ("relations", 1))
    assert store.search("", filters={"gene": ("AKT1",), "has": ("chemicals",)}).total == 0
    assert store.search("", filters={"colour": ("red",)}).total == 0
    assert store.search("", size=None, facet_size=0).facets == {}


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title", "genes", "relations"])
def test_every_order_shows_all(store: Store, sort: str) -> None:
    assert {hit.figid for hit in store.search("", sort=sort).hits} == {"PMC1__a", "PMC2__b"}
    expected = {"newest": "PMC2__b", "oldest": "PMC1__a", "title": "PMC2__b"}.get(sort)
    assert expected in (None, store.search("", sort=sort).hits[0].figid)


def test_records_come_back_whole(store: Store) -> None:
    assert store.figure("PMC1__F1") == RECORDS[0]
    with pytest.raises(KeyError):
        store.figure("PMC9__F1")


def test_the_store_is_read_only(store: Store) -> None:
    refused = (sqlite3.OperationalError, *((psycopg.errors.ReadOnlySqlTransaction,) if psycopg else ()))
    for sql in ("DELETE FROM figure", "CREATE TABLE more (n integer)"):
        with pytest.raises(refused, match=r"read-?only"):
            store.reader.rows(sql)


def test_what_cannot_be_understood_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such field"):
        store.search("colour:red")
    with pytest.raises(UsageError, match="expected a number"):
        store.search("year:soon")
    with pytest.raises(LibraryError, match="figway build"):
        open_store(tmp_path)


def test_commands_and_a_damaged_record(library: Library, where: str) -> None:
    (library.records / "PMC3__c.json").write_text("{}", "utf-8")
    done = run("build", library.path, *(("--to", where) if "://" in where else ()))
    (library.records / "PMC3__c.json").unlink()
    assert done.code == 1
    assert "PMC3__c" in done.err
    assert run("search", where, "AKT1").out.startswith("PMC1__a\t")
    assert json.loads(run("search", where, "AKT1", "--json").out)["total"] == 1
    nothing = run("search", where, "qqqqq")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "Nothing was found.\n")
    assert not list(library.path.glob(".store*"))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store of figures of which many are equal in every order."""
    library = Library.create(tmp_path_factory.mktemp("many") / "library")
    for n in range(40):
        record = RECORDS[n % 2].evolve(
            figid=f"PMC{n:03}__a", figure=Figure(figtitle=("Insulin", "", "Akt")[n % 3], caption="insulin " * (n % 4)),
            article=Article(pmcid=f"PMC{n:03}", year=("", "2019", "2020")[n % 3]),
        )  # fmt: skip
        library.record_path(record.figid).write_text(record.to_json(), "utf-8")
    build_store(library)
    with contextlib.closing(open_store(library.path)) as opened:
        yield opened


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title", "genes", "relations"])
@pytest.mark.parametrize("query", ["", "insulin"])
def test_pages_follow_one_another(many: Store, sort: str, query: str) -> None:
    whole = many.search(query, sort=sort, size=None)
    pages = [many.search(query, sort=sort, page=page, size=7).hits for page in range(1, 8)]
    assert tuple(hit for page in pages for hit in page) == whole.hits
    assert len(whole.hits) == whole.total


@pytest.mark.parametrize(
    "query", ["gene:AKT1 OR gene:TP53", "gene:mTOR insulin", '"tumor" OR chemical:glucose', "sig* insulin"]
)
def test_many_terms_find_what_each_finds(store: Store, query: str) -> None:
    one = store.search(query)
    many = store.search(f"{query}{' OR gene:NONE' * 6}")
    assert {(hit.figid, hit.rank) for hit in one.hits} <= {(hit.figid, hit.rank) for hit in many.hits}


def test_a_query_of_very_many_terms_is_refused(store: Store) -> None:
    genes = " OR ".join(f"gene:G{n}" for n in range(299))
    assert store.search(f"{genes} OR gene:AKT1").total == 1
    with pytest.raises(UsageError, match="at most 300 terms"):
        store.search(f"{genes} OR gene:AKT1 OR gene:TP53")
    with pytest.raises(UsageError, match=r"20 of them with \*"):
        store.search("a* " * 21)
