"""Check what is PostgreSQL's own: swapping a store under its readers, refusals, and text that only it minds."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figway.errors import LibraryError
from figway.library import Library
from figway.records import Article, Figure, FigureRecord, TextLine
from figway.store import build_store, changed_since, open_store
from figway.store.tsvector import tsquery, tsvector
from figways import run

psycopg = pytest.importorskip("psycopg", reason="pip install 'figway[postgres]'")
WORDS = ("insulin", "akt", "tnf alpha", "signalling", "pathways", "nf", "kappa b", "Müller", "β", "x" * 900, "\0", "'")


def write(library: Library, number: int, **fields: str) -> None:
    """Put a figure of a few words into a library."""
    record = FigureRecord(
        figid=f"PMC{number}__f",
        figure=Figure(figtitle=fields.get("title", ""), caption=fields.get("caption", "")),
        article=Article(pmcid=f"PMC{number}", title=fields.get("paper", ""), year="2020"),
        text=(TextLine(id="t1", text=fields.get("text", ""), polygon=((0, 0), (9, 0), (9, 9))),),
    )
    library.record_path(record.figid).write_text(record.to_json(), "utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    opened = Library.create(tmp_path / "library")
    write(opened, 1, title="Insulin")
    return opened


@pytest.fixture
def address(library: Library, new_database: Callable[[], str]) -> str:
    made = new_database()
    build_store(library, to=made)
    return made


def schemas(address: str) -> list[str]:
    with psycopg.connect(address) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'figway%' ORDER BY 1")
        return [row[0] for row in found]


def test_who_reads_a_store_goes_on_reading_it_while_it_is_built_anew(library: Library, address: str) -> None:
    with contextlib.closing(open_store(address)) as old:
        write(library, 2, title="Insulin again")
        assert changed_since(library, address) == "records"
        build_store(library, to=address)
        assert changed_since(library, address) == ""
        assert old.search("insulin").total == 1
        assert old.figure("PMC1__f").figure.figtitle == "Insulin"
        with contextlib.closing(open_store(address)) as new:
            assert new.search("insulin").total == 2
        assert len(schemas(address)) == 2
    build_store(library, to=address)
    assert schemas(address) == ["figway"]


def test_a_build_that_fails_leaves_the_old_store(
    library: Library, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("figway.store.build._Builder.finish", lambda self, lexicon: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build_store(library, to=address)
    assert schemas(address) == ["figway"]
    with contextlib.closing(open_store(address)) as store:
        assert store.search("insulin").total == 1


def test_two_builds_do_not_meet(library: Library, address: str) -> None:
    from figway.store.postgres import PostgresWriter

    writer = PostgresWriter(address)
    with pytest.raises(LibraryError, match="another build"):
        build_store(library, to=address)
    writer.abandon()
    build_store(library, to=address)


def test_a_schema_of_others_is_left_alone(library: Library, new_database: Callable[[], str]) -> None:
    where = new_database()
    with psycopg.connect(where) as connection:
        connection.execute("CREATE SCHEMA figway")
        connection.execute("CREATE TABLE figway.meta (name text, value text)")
    with pytest.raises(LibraryError, match="no figway store"):
        build_store(library, to=where)
    assert schemas(where) == ["figway"]


def test_figway_toml_names_the_database(library: Library, address: str) -> None:
    library.config.write_text(f'[library]\nstore = "{address}"\n', "utf-8")
    opened = Library.open(library.path)
    build_store(opened)
    assert not (library.path / "store.sqlite").exists()
    assert run("search", library.path, "insulin").out.startswith("PMC1__f\t")


def test_what_cannot_be_reached_is_said_without_passwords(library: Library) -> None:
    for done in (
        run("build", library.path, "--to", "postgresql://ann:secret@127.0.0.1:1/figures"),
        run("search", "postgresql://ann:secret@127.0.0.1:1/figures", "insulin"),
    ):
        assert done.code == 2
        assert "cannot connect to postgresql://ann@127.0.0.1:1/figures" in done.err
        assert "secret" not in done.err
    done = run("build", library.path, "--to", "mysql://figures")
    assert done.code == 2
    assert "expected the address of a database" in done.err


def test_an_empty_database_says_how_to_fill_it(new_database: Callable[[], str]) -> None:
    where = new_database()
    done = run("search", where, "insulin")
    assert done.code == 2
    assert f"figway build LIBRARY --to {where}" in done.err


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    texts=st.lists(
        st.tuples(*(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) for _ in range(4))),
        min_size=1, max_size=4,
    ),
    query=st.lists(st.sampled_from((*WORDS, "ins*", '"insulin akt"', '"tnf alpha"', "title:akt", 'text:"kappa b*"')),
                   min_size=1, max_size=3).map(" ".join),
)  # fmt: skip
def test_both_databases_answer_alike(
    tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str], texts: list[tuple[str, ...]], query: str
) -> None:
    library = Library.create(tmp_path_factory.mktemp("alike") / "library")
    for number, text in enumerate(texts):
        write(library, number, **dict(zip(("title", "caption", "paper", "text"), text, strict=True)))
    where = new_database()
    build_store(library)
    build_store(library, to=where)
    with contextlib.closing(open_store(library.path)) as one, contextlib.closing(open_store(where)) as other:
        found, same = one.search(query), other.search(query)
        assert [(hit.figid, hit.rank) for hit in found.hits] == [(hit.figid, hit.rank) for hit in same.hits]
        assert found.facets == same.facets
        assert [one.figure(hit.figid) for hit in found.hits] == [other.figure(hit.figid) for hit in same.hits]


def test_long_texts_fit_into_a_vector(new_database: Callable[[], str]) -> None:
    text = " ".join(f"w{n}" for n in range(300_000)) + " end"
    with psycopg.connect(new_database()) as connection:
        for long in (text, "akt " * 50_000, " ".join(chr(0x20000 + n) * 60 for n in range(20_000))):
            asked = tsquery(long.split()[:2], prefix=False)
            fits = connection.execute("SELECT %s::tsvector @@ %s::tsquery", (tsvector(long), asked)).fetchone()
            assert fits == (True,)
