"""Check what figway offers to Python programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import figway
from figway.errors import EngineError, ImageError, LexiconError, LibraryError, MetadataError
from figways import draw_small


def test_reading_gives_what_a_run_writes(small: Path, tmp_path: Path) -> None:
    (path, *_) = draw_small(tmp_path)
    record = figway.read(path)
    stored = figway.load(small)["fig1"]
    assert (record.text, record.mentions, record.genes) == (stored.text, stored.mentions, stored.genes)
    assert (record.figure, record.article) == (stored.figure, stored.article)
    assert sorted(tmp_path.iterdir()) == sorted(p for i in (1, 2, 3) for p in tmp_path.glob(f"fig{i}.*")), "no writing"


def test_caption_and_title_can_be_given(tmp_path: Path) -> None:
    (path, *_) = draw_small(tmp_path, 1)
    record = figway.read(str(path), caption="Another.", title="A paper")
    assert (record.figure.caption, record.article.title) == ("Another.", "A paper")
    assert figway.read(path).figure.caption == "Signalling by EGFR."


def test_a_library_is_a_collection_of_records(examples: Path) -> None:
    library = figway.load(examples)
    assert len(library) == 6
    assert "EGFR" in {g.hgnc_symbol for g in library["egfr_cascade"].genes}
    assert [r.figid for r in library] == library.figids()


def test_a_record_shows_itself_in_a_notebook(examples: Path) -> None:
    html = figway.load(examples)["egfr_cascade"]._repr_html_()
    assert "<table" in html
    assert "EGFR" in html
    assert "hgnc:3236" in html


def test_errors_are_those_that_are_documented(tmp_path: Path) -> None:
    (good, bad) = draw_small(tmp_path, 2)
    bad.with_suffix(".yml").write_text("[")
    (tmp_path / "empty.jpg").write_bytes(b"")
    for path, error in (
        (tmp_path / "none.png", ImageError),
        (tmp_path, ImageError),
        (tmp_path / "empty.jpg", ImageError),
        (bad, MetadataError),
    ):
        with pytest.raises(error, match=str(path.with_suffix("")) if path != tmp_path else "is a folder"):
            figway.read(path)
    with pytest.raises(EngineError, match="no OCR engine is called 'eyes'"):
        figway.read(good, engine="eyes")
    with pytest.raises(LexiconError):
        figway.read(good, lexicon=tmp_path)
    with pytest.raises(LibraryError):
        figway.load(tmp_path)


def test_the_function_and_the_package_read_share_a_name(tmp_path: Path) -> None:
    """`figway.read` is called by people and imported from by modules, in whatever order."""
    (path,) = draw_small(tmp_path, 1)
    call = f"figway.read({str(path)!r}).figid == 'fig1'"
    for script in (
        f"import figway; assert {call}; assert {call}; figway.read.image.load_image",
        f"import figway.read.image; assert {call}; assert {call}",
        f"import figway; from figway import read; from figway.read.image import load_image; assert {call}",
    ):
        assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_unknown_names_are_refused() -> None:
    assert set(figway.__all__) <= {*dir(figway), "FigureRecord", "Library", "load", "read"}
    assert all(getattr(figway, name) for name in figway.__all__)
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        figway.reed  # noqa: B018
