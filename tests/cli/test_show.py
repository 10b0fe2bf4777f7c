"""Check `figway show` and `figway check` on the library of the example figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from figway.library import Library
from figway.records import Failure, Figure, FigureImage, FigureRecord, Panel, TextLine
from figways import run, run_process

FIGURE = "egfr_cascade"


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    """Give a library of three small figures that may be written to."""
    shutil.copytree(small, tmp_path / "library")
    return tmp_path / "library"


def test_shows_the_paper_and_what_was_recognised(examples: Path) -> None:
    done = run("show", examples, FIGURE)
    record = Library(examples)[FIGURE]
    assert done.code == 0
    assert record.figure.figtitle.split()[0] in done.out
    assert "1200 x 1000 pixels" in done.out
    genes = {row.hgnc_symbol for row in record.genes}
    assert {"EGFR", "GRB2", "MTOR"} <= genes
    assert all(m.symbol in done.out for m in record.mentions if m.kind == "gene")
    assert "hgnc:3236" in done.out


def test_panels_are_shown_with_their_letters(tmp_path: Path) -> None:
    boxes = [(0.0, 0.0, 300.0, 300.0), (340.0, 0.0, 640.0, 300.0)]
    panels = tuple(
        Panel(box=box, kind=kind, pathway_score=score)
        for box, kind, score in zip(boxes, ("pathway", "other"), (0.94, 0.02), strict=True)
    )
    letter = TextLine(id="t1", text="(B)", polygon=((335, 2), (350, 2), (350, 17), (335, 17)))
    size = Figure(image=FigureImage(width=640, height=300))
    record = FigureRecord(figid="f", kind="composite", pathway_score=0.9, figure=size, panels=panels, text=(letter,))
    (tmp_path / "f.json").write_text(record.to_json(), "utf-8")
    shown = run("show", tmp_path / "f.json").out
    assert "composite, pathway score 0.90" in shown
    assert "pathway (0.94), B other (0.02)" in shown


def test_json_is_the_record_file(examples: Path) -> None:
    file = examples / "records" / f"{FIGURE}.json"
    assert run("show", examples, FIGURE, "--json").out == file.read_text("utf-8")
    assert run("show", file, "--json").out == file.read_text("utf-8")


def test_why_gives_the_evidence(examples: Path) -> None:
    record = Library(examples)[FIGURE]
    evidence = next(e for m in record.mentions if m.kind == "gene" for e in m.evidence)
    assert f"{evidence.weight:+.2f}" in run("show", examples, FIGURE, "--why").out


def test_a_part_of_the_name_is_enough(examples: Path) -> None:
    assert run("show", examples, "EGFR").out == run("show", examples, FIGURE).out


def test_shows_a_page(examples: Path) -> None:
    done = run("show", examples / "records" / f"{FIGURE}.md", "--json")
    assert FigureRecord.from_json(done.out).figid == FIGURE


def test_lists_the_figures(examples: Path) -> None:
    done = run("show", examples)
    assert [line.split("\t")[0] for line in done.out.splitlines()] == Library(examples).figids()
    assert [row["figid"] for row in json.loads(run("show", examples, "--json").out)] == Library(examples).figids()


def test_the_current_folder_is_the_library(small: Path) -> None:
    assert run_process("show", cwd=small).out == run("show", small).out
    assert run_process("show", "fig1", cwd=small).out == run_process("show", ".", "fig1", cwd=small).out


def test_an_unknown_figure(examples: Path) -> None:
    done = run("show", examples, "egfr_cascades")
    assert done.code == 2
    assert done.err == (
        f"figway: no figure 'egfr_cascades' among the 6 in {examples}. Did you mean 'egfr_cascade'? "
        f"List them with: figway show {examples}\n"
    )


def test_a_name_that_fits_several(examples: Path) -> None:
    done = run("show", examples, "a")
    assert done.code == 2
    assert "fits 5 figures" in done.err


def test_a_figure_that_failed(copy: Path) -> None:
    failure = Failure(figid="fig4", stage="acquire", error="ImageError", message="fig4.png: the file is empty")
    Library(copy).write_failures([failure])
    done = run("show", copy, "fig4")
    assert done.code == 2
    assert "fig4.png: the file is empty" in done.err


def test_what_is_no_library_or_record(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"figid": 1}')
    for path, says in ((tmp_path / "no", "is no figway library"), (tmp_path / "x.json", "is no figway record")):
        done = run("show", path)
        assert done.code == 2
        assert says in done.err


def test_check_finds_a_whole_library_whole(examples: Path) -> None:
    done = run("check", examples)
    assert (done.code, done.out) == (0, "6 figures, 0 problems, 0 failures on record.\n")


def test_check_finds_what_is_amiss(copy: Path) -> None:
    (copy / "images" / "fig1.png").unlink()
    (copy / "images" / "fig2.png").write_bytes(b"another picture")
    (copy / "records" / "fig3.json").write_text("{}")
    shutil.copy(copy / "records" / "fig1.json", copy / "records" / "fig9.json")
    done = run("check", copy, "--json")
    assert done.code == 1
    found = [(p["figid"], p["problem"]) for p in json.loads(done.out)["problems"]]
    says = [
        ("fig1", "is missing"),
        ("fig2", "is not the picture that was read"),
        ("fig3", "is no figway record"),
        ("fig9", "another figure, fig1"),
        ("fig9", "is missing"),
        ("fig9", "page (.md) is missing"),
    ]
    assert [figid for figid, _ in found] == [figid for figid, _ in says]
    assert all(part in text for (_, text), (_, part) in zip(found, says, strict=True))
    assert run("check", copy).out.endswith("4 figures, 6 problems, 0 failures on record.\n")


def test_check_on_no_library(tmp_path: Path) -> None:
    assert run("check", tmp_path).code == 2
