"""Check that a library links the figures that show the same picture, and drops none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from figway.examples import paths
from figway.library import Library
from figways import contents, run


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a library in which one picture stands thrice, in other sizes and formats, and another once."""
    folder = tmp_path_factory.mktemp("twice")
    first, other = sorted(paths())[:2]
    picture = Image.open(first).convert("RGB")
    picture.save(folder / "PMC1__a.png")
    picture.resize((picture.width * 2 // 3, picture.height * 2 // 3)).save(folder / "PMC2__b.jpg", quality=70)
    picture.resize((picture.width // 2, picture.height // 2)).save(folder / "PMC3__c.png")
    Image.open(other).save(folder / "PMC4__d.png")
    done = run("run", folder, "--out", folder / "library", "-j", 1, "--quiet", "--no-relations")
    assert done.code == 0, done.err
    return folder / "library"


def test_a_run_links_the_same_picture(twice: Path) -> None:
    head, *rows = [line.split("\t") for line in (twice / "duplicates.tsv").read_text().splitlines()]
    assert head == ["figid", "same_as", "distance"]
    assert [row[:2] for row in rows] == [["PMC1__a", "PMC2__b"], ["PMC1__a", "PMC3__c"], ["PMC2__b", "PMC3__c"]]
    assert all(0 <= int(row[2]) <= 18 for row in rows)
    assert Library(twice).figids() == ["PMC1__a", "PMC2__b", "PMC3__c", "PMC4__d"], "linked, not dropped"


def test_show_tells_the_same_picture(twice: Path) -> None:
    shown = " ".join(run("show", twice, "PMC2__b").out.split())
    assert "same as " in shown
    assert all(f"{other} (" in shown for other in ("PMC1__a", "PMC3__c"))
    assert "same as" not in run("show", twice, "PMC4__d").out


def test_classify_writes_what_the_run_wrote(twice: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(twice, library)
    (library / "duplicates.tsv").unlink()
    done = run("classify", "--duplicates", library, "--json")
    assert done.code == 0
    assert contents(library) == contents(twice)
    pairs = [(row["figid"], row["same_as"], row["bits"]) for row in json.loads(done.out)]
    assert tuple(pairs) == Library(library).read_duplicates()


def test_figures_that_are_gone_are_no_longer_linked(twice: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(twice, library)
    (library / "records" / "PMC2__b.json").unlink()
    assert run("run", library / "images" / "PMC4__d.png", "--out", library, "-j", 1, "--no-relations").code == 0
    assert [(a, b) for a, b, _ in Library(library).read_duplicates()] == [("PMC1__a", "PMC3__c")]


def test_a_record_that_cannot_be_read_is_told(twice: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(twice, library)
    (library / "records" / "PMC1__a.json").write_text("{")
    done = run("classify", "--duplicates", library)
    assert (done.code, done.out.split("\t")[:2]) == (1, ["PMC2__b", "PMC3__c"])
    assert "PMC1__a.json" in done.err


def test_pictures_without_a_hash_are_told(tmp_path: Path) -> None:
    out = tmp_path / "library"
    assert run("run", paths()[0], "--out", out, "-j", 1, "--no-classify", "--no-relations").code == 0
    assert (out / "duplicates.tsv").read_text() == "figid\tsame_as\tdistance\n"
    done = run("classify", "--duplicates", out)
    assert (done.code, done.out) == (0, "")
    assert "1 pictures have no hash" in done.err


def test_a_library_is_named_alone(twice: Path) -> None:
    assert run("classify", "--duplicates", twice, paths()[0]).code == 2


@pytest.mark.parametrize("text", ["", "figid\tother\n", "figid\tsame_as\tdistance\na\tb\n", "\udcff"])
def test_a_damaged_table_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "duplicates.tsv").write_text(text, "utf-8", "surrogateescape")
    assert Library(tmp_path).read_duplicates() == ()
