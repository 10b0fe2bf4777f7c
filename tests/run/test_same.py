"""Same input, same bytes; what is up to date is left alone; what changed is done again, and no more."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import figway.read.image
from figway.library import Library
from figways import contents, draw_small, run, run_process, times


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    draw_small(tmp_path / "figures", 3)
    return tmp_path / "figures"


@pytest.fixture
def library(figures: Path, small: Path) -> Path:
    """Give a library of the three figures that may be written to."""
    out = figures.parent / "library"
    shutil.copytree(small, out)
    return out


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no picture be decoded."""

    def refuse(path: Path) -> None:
        raise AssertionError(f"{path} was decoded")

    monkeypatch.setattr(figway.read.image, "load_image", refuse)


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_bytes_do_not_depend_on_workers_or_hash_seed(figures: Path, small: Path) -> None:
    (figures / "bad.png").write_bytes(b"")
    outs = []
    for seed, workers in (("0", 1), ("1", 2)):
        outs.append(figures.parent / f"library{seed}")
        done = run_process("run", figures, "--out", outs[-1], "-j", workers, PYTHONHASHSEED=seed)
        assert done.code == 1, done.err
    assert contents(outs[0]) == contents(outs[1])
    alike = contents(outs[0])
    assert {k: v for k, v in contents(small).items() if k != "failures.jsonl"}.items() <= alike.items()


def test_a_rerun_writes_nothing(figures: Path, library: Path, no_pictures: None) -> None:
    before = times(library)
    done = run("run", figures, "--out", library, "-j", 1, "--json")
    assert done.code == 0
    assert (json.loads(done.out)["done"], json.loads(done.out)["kept"]) == (0, 3)
    assert times(library) == before


def test_changed_metadata_redo_that_figure_alone(figures: Path, library: Path) -> None:
    before = times(library)
    (figures / "fig2.yml").write_text("caption: Another caption.\n")
    assert run("run", figures, "--out", library, "-j", 1).code == 0
    touched = changed(before, times(library))
    assert Library(library)["fig2"].figure.caption == "Another caption."
    assert {"records/fig2.json", "records/fig2.md"} <= touched
    assert all("fig2" in name or name == "summary.tsv" for name in touched)


def test_a_changed_picture_redoes_that_figure_and_its_image(figures: Path, library: Path) -> None:
    before = times(library)
    draw_small(figures.parent / "other", 1, names=[["BRAF"]])
    shutil.copy(figures.parent / "other" / "fig1.png", figures / "fig3.png")
    assert run("run", figures, "--out", library, "-j", 1).code == 0
    assert {g.hgnc_symbol for g in Library(library)["fig3"].genes} == {"BRAF"}
    assert (library / "images" / "fig3.png").read_bytes() == (figures / "fig3.png").read_bytes()
    assert all("fig3" in name or name == "summary.tsv" for name in changed(before, times(library)))


def test_a_picture_of_another_format_replaces_the_image(figures: Path, library: Path) -> None:
    from PIL import Image

    with Image.open(figures / "fig1.png") as picture:
        picture.save(figures / "fig1.gif")
    (figures / "fig1.png").unlink()
    assert run("run", figures, "--out", library, "-j", 1).code == 0
    assert sorted(p.name for p in (library / "images").iterdir()) == ["fig1.gif", "fig2.png", "fig3.png"]
    assert run("check", library).code == 0


def test_another_page_format_writes_pages_and_reads_nothing(figures: Path, library: Path, no_pictures: None) -> None:
    before, had = times(library), contents(library)
    assert run("run", figures, "--out", library, "-j", 1, "--page-format", "2022").code == 0
    touched = changed(before, times(library))
    pages = {f"records/fig{i}.md" for i in (1, 2, 3)}
    assert pages <= touched
    assert all(name.endswith((".md", ".tsv")) for name in touched)
    assert not list((library / "records").glob("*.tsv")), "tables of the other format would contradict the page"
    assert run("run", figures, "--out", library, "-j", 1).code == 0
    assert contents(library) == had


def test_pages_rewritten_for_a_part_of_the_library_are_rewritten_for_the_rest(figures: Path, library: Path) -> None:
    had = contents(library)
    assert run("run", figures / "fig1.png", "--out", library, "-j", 1, "--page-format", "2022").code == 0
    assert contents(library)["records/fig2.md"] == had["records/fig2.md"]
    assert run("run", figures, "--out", library, "-j", 1, "--page-format", "2022").code == 0
    assert contents(library)["records/fig2.md"] != had["records/fig2.md"]


def test_a_missing_overlay_is_drawn_again(figures: Path, library: Path, no_pictures: None) -> None:
    had = contents(library)
    (library / "overlays" / "fig2.svg").unlink()
    assert run("run", figures, "--out", library, "-j", 1).code == 0
    assert contents(library) == had


def test_without_overlays_none_are_left(figures: Path, library: Path) -> None:
    assert run("run", figures, "--out", library, "-j", 1, "--no-overlays").code == 0
    assert not list((library / "overlays").iterdir())


@pytest.mark.parametrize("named", [True, False], ids=["with paths", "the whole library"])
def test_only_recognise_works_from_stored_text(figures: Path, library: Path, no_pictures: None, named: bool) -> None:
    had = contents(library)
    path = library / "records" / "fig1.json"
    record = Library(library)["fig1"]
    path.write_text(record.evolve(genes=(), chemicals=()).to_json())
    given = [figures] if named else []
    assert run("run", *given, "--out", library, "-j", 1, "--only", "recognise").code == 0
    assert contents(library) == had
    assert Library(library)["fig1"].figure.caption == "Signalling by EGFR."


def test_what_no_longer_fits_is_made_anew_by_the_next_run(figures: Path, library: Path) -> None:
    had = contents(library)
    path = library / "records" / "fig1.json"
    path.write_text(Library(library)["fig1"].evolve(mentions=(), genes=()).to_json())
    assert run("run", "--out", library, "-j", 1, "--only", "recognise").code == 0
    between = Library(library)["fig1"]
    assert between.genes
    assert "relate" not in between.provenance
    assert run("run", figures, "--out", library, "-j", 1).code == 0
    assert contents(library) == had


def test_only_recognise_needs_no_images(library: Path, no_pictures: None) -> None:
    shutil.rmtree(library / "images")
    (library / "images").mkdir()
    had = contents(library)
    assert run("run", "--out", library, "-j", 1, "--only", "recognise").code == 0
    assert contents(library) == had


def test_the_library_s_own_images_keep_their_metadata(library: Path) -> None:
    had = contents(library)
    assert run("run", library / "images", "--out", library, "-j", 1, "--force").code == 0
    assert contents(library) == had


def test_force_redoes_what_is_up_to_date(figures: Path, library: Path) -> None:
    had = contents(library)
    for given in ([figures], []):
        done = run("run", *given, "--out", library, "-j", 1, "--force", "--json")
        assert json.loads(done.out)["done"] == 3
        assert contents(library) == had


def test_a_library_in_a_folder_named_after_a_paper(figures: Path, library: Path) -> None:
    (figures.parent / "PMC123").mkdir()
    moved = library.rename(figures.parent / "PMC123" / "library")
    had = contents(moved)
    assert run("run", "--out", moved, "-j", 1, "--only", "recognise").code == 0
    assert contents(moved) == had


@pytest.mark.parametrize("same_disk", [True, False])
def test_link_copies_no_pictures(
    figures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same_disk: bool
) -> None:
    if not same_disk:

        def refuse(self: Path, target: Path) -> None:
            raise OSError(18, "Invalid cross-device link")

        monkeypatch.setattr(Path, "hardlink_to", refuse)
    out = tmp_path / "linked"
    assert run("run", figures, "--out", out, "-j", 1, "--link").code == 0
    image = out / "images" / "fig1.png"
    assert image.samefile(figures / "fig1.png")
    assert image.is_symlink() != same_disk
    assert image.stat().st_nlink == 2 if same_disk else image.readlink().is_absolute()
    assert run("check", out).code == 0
    before = times(out)
    assert run("run", figures, "--out", out, "-j", 1, "--link").code == 0
    assert times(out) == before


def test_figures_are_added_to_a_library(library: Path, tmp_path: Path) -> None:
    had = contents(library)
    (more,) = draw_small(tmp_path / "more", 1, names=[["BRAF"]])
    more = more.rename(more.with_name("fig10.png"))
    assert run("run", more, "--out", library, "-j", 1).code == 0
    assert had.keys() < contents(library).keys()
    assert list(Library(library).read_summary()) == ["fig1", "fig10", "fig2", "fig3"]
    assert all(contents(library)[name] == data for name, data in had.items() if name != "summary.tsv")


def test_the_summary_is_that_of_the_records(figures: Path, library: Path) -> None:
    had = contents(library)
    (library / "summary.tsv").unlink()
    assert run("run", figures / "fig1.png", "--out", library, "-j", 1).code == 0
    assert contents(library) == had


def test_what_was_taken_from_others_is_no_input(figures: Path, small: Path, tmp_path: Path) -> None:
    """Metadata may hold genes and a score that somebody else found; a record's are figway's own."""
    with (figures / "fig1.yml").open("a") as stream:
        stream.write("genes: [{word: X, symbol: BRCA1, hgnc_symbol: BRCA1}]\npathway_score: 0.99\n")
    assert run("run", figures / "fig1.png", "--out", tmp_path / "out", "-j", 1).code == 0
    record, same = Library(tmp_path / "out")["fig1"], Library(small)["fig1"]
    assert (record.genes, record.pathway_score) == (same.genes, same.pathway_score)


def test_quiet_tells_nothing_and_json_is_all_of_stdout(figures: Path, library: Path) -> None:
    done = run("run", figures, "--out", library, "-j", 1, "--quiet", "--json")
    assert done.err == ""
    counts = {"done": 0, "kept": 3, "passed": 0, "failed": [], "left": 0}
    assert json.loads(done.out) == {"library": str(library), **counts, "interrupted": False, "disk_full": False}
