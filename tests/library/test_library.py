"""Check what a library promises: files whole or not at all, records in order, one writer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from figway.errors import InputError, LibraryError
from figway.files import write_whole
from figway.library import Library
from figway.records import Article, Failure, Figure, FigureRecord, GeneRow
from figway.summary import SUMMARY_COLUMNS, summary_row


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.create(tmp_path / "library")


def put(library: Library, record: FigureRecord) -> None:
    write_whole(library.record_path(record.figid), record.to_json())


def test_a_new_library_has_its_folders(library: Library) -> None:
    assert sorted(p.name for p in library.path.iterdir()) == ["figway.toml", "images", "overlays", "records"]
    assert (len(library), list(library), library.read_summary(), library.read_failures()) == (0, [], {}, [])


def test_creating_twice_changes_nothing(library: Library) -> None:
    before = library.config.stat().st_mtime_ns
    Library.create(library.path)
    assert library.config.stat().st_mtime_ns == before


def test_what_is_no_library_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="has no folder 'records'"):
        Library.open(tmp_path)


def test_records_come_in_the_order_of_their_names(library: Library) -> None:
    for name in ("b", "a", "PMC1__x.y"):
        put(library, FigureRecord(figid=name))
    assert [r.figid for r in library] == library.figids() == ["PMC1__x.y", "a", "b"]
    assert library["a"] == FigureRecord(figid="a")
    with pytest.raises(KeyError):
        library["c"]


@pytest.mark.parametrize(("text", "says"), [("{", "Invalid JSON"), ('{"figid": 1}', "figid: "), ("{}", "figid: Field")])
def test_a_damaged_record_is_named(library: Library, text: str, says: str) -> None:
    library.record_path("a").write_text(text)
    with pytest.raises(InputError, match=says) as caught:
        library.record("a")
    assert str(library.record_path("a")) in str(caught.value)
    assert "Delete the file and run again" in str(caught.value)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_whole(path, "before")
    monkeypatch.setattr(os, "replace", lambda *names: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "after")
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, "text")
    os.utime(path, ns=(1, 1))
    write_whole(path, "text")
    assert path.stat().st_mtime_ns == 1
    write_whole(path, "next")
    assert path.read_text() == "next"
    assert path.stat().st_mode & 0o777 == 0o644


def test_summary_lines_hold_one_figure_each(library: Library) -> None:
    row = GeneRow(word="AKT", symbol="AKT", source="bioentities_symbol", hgnc_symbol="AKT1")
    record = FigureRecord(
        figid="a",
        figure=Figure(number="Figure 1", figtitle='A "title"\twith\nspaces'),
        article=Article(year="2021"),
        genes=(row, row.model_copy(update={"hgnc_symbol": "AKT2"}), row),
        pathway_score=0.5,
    )
    library.write_summary({"b": summary_row(FigureRecord(figid="b")), "a": summary_row(record)})
    lines = library.summary.read_text("utf-8").splitlines()
    assert lines[0].split("\t") == list(SUMMARY_COLUMNS)
    assert [line.split("\t")[0] for line in lines[1:]] == ["a", "b"]
    read = library.read_summary()["a"]
    assert read["figtitle"] == 'A "title" with spaces'
    assert (read["genes"], read["unique_genes"], read["pathway_score"], read["year"]) == ("3", "2", "0.5000", "2021")
    assert read == summary_row(record)


def test_failures_come_back_sorted(library: Library) -> None:
    failures = [Failure(figid=x, stage="acquire", error="E", message="κ\n2") for x in ("b", "a")]
    library.write_failures(failures)
    assert library.read_failures() == failures[::-1]


def test_damaged_lists_are_made_anew(library: Library) -> None:
    row = summary_row(FigureRecord(figid="a"))
    failure = Failure(figid="a", stage="acquire", error="E", message="m")
    library.write_failures([failure])
    with library.failures.open("a") as stream:
        stream.write('{"figid": \n\xff\n')
    assert library.read_failures() == [failure]
    for text in (b"\xff\xfe", b"", b"figid\tcolour\na\tred\n"):
        library.summary.write_bytes(text)
        assert library.read_summary() == {}
    library.write_summary({"a": row})
    library.summary.write_text(library.summary.read_text() + "b\tcut")
    assert library.read_summary() == {"a": row}


def test_a_record_of_another_schema_is_refused(library: Library) -> None:
    put(library, FigureRecord(figid="a", schema_version="99"))
    with pytest.raises(InputError, match="is a record of schema 99; this figway reads schema 1"):
        library.record("a")


def test_one_writer_at_a_time(library: Library) -> None:
    other = Library(library.path)
    with library.lock(), pytest.raises(LibraryError, match="another figway run is writing"), other.lock():
        pass
    with other.lock():
        pass


def test_some_space_is_kept_back_while_writing(library: Library) -> None:
    with library.reserve(1000):
        assert sum(p.stat().st_size for p in library.path.glob(".*.part")) == 1000
    assert not list(library.path.glob(".*.part"))


def test_sweeping_removes_unfinished_files_alone(library: Library) -> None:
    put(library, FigureRecord(figid="a"))
    (library.records / ".b.json.x1.part").write_text("{")
    (library.images / ".b.png.x1.part").write_bytes(b"\x89P")
    library.sweep()
    assert [p.name for p in library.records.iterdir()] == ["a.json"]
    assert not list(library.images.iterdir())


def test_an_image_is_copied_once(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "Fig.JPG"
    source.write_bytes(b"one")
    assert library.keep_image(source, "f1") == "images/f1.jpg"
    kept = library.images / "f1.jpg"
    os.utime(kept, ns=(1, 1))
    library.keep_image(source, "f1")
    assert kept.stat().st_mtime_ns == 1
    source.write_bytes(b"two")
    library.keep_image(source, "f1")
    assert kept.read_bytes() == b"two"


def test_reading_needs_no_right_to_write(library: Library, tmp_path: Path) -> None:
    put(library, FigureRecord(figid="a"))
    shutil.copytree(library.path, tmp_path / "copy")
    for path in ((tmp_path / "copy").rglob("*"), [tmp_path / "copy"]):
        for p in path:
            p.chmod(0o555 if p.is_dir() else 0o444)
    opened = Library.open(tmp_path / "copy")
    before = sorted(p.name for p in opened.path.rglob("*"))
    assert [r.figid for r in opened] == ["a"]
    assert sorted(p.name for p in opened.path.rglob("*")) == before
