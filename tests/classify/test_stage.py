"""Check what the classifier says of drawn figures, composites, captions, and how it fits into a run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from figway.classify.stage import THRESHOLD, Classifier, combine, kind_of
from figway.examples import paths
from figway.records import Figure, FigureRecord, Panel
from figways import contents, draw_small, run, times


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


def picture(path: Path) -> NDArray[np.uint8]:
    return np.asarray(Image.open(path).convert("RGB"))


def plots() -> NDArray[np.uint8]:
    """Draw two bar charts side by side."""
    image = np.full((420, 900, 3), 255, np.uint8)
    for left in (20, 500):
        image[20:400, left : left + 4] = image[396:400, left : left + 360] = 0
        for i, height in enumerate((300, 220, 150, 260, 90)):
            image[396 - height : 396, left + 30 + 65 * i : left + 75 + 65 * i] = (40, 60, 90 + 30 * i)
    return image


@pytest.mark.parametrize("path", [p for p in paths() if "composite" not in p.stem], ids=lambda p: p.stem)
def test_a_pathway_is_known(classifier: Classifier, path: Path) -> None:
    record = classifier(FigureRecord(figid=path.stem), picture(path))
    assert record.kind in ("pathway", "composite")
    assert record.pathway_score is not None
    assert THRESHOLD <= record.pathway_score <= 1


def test_plots_are_none(classifier: Classifier) -> None:
    record = classifier(FigureRecord(figid="plots"), plots())
    assert record.kind == "other"
    assert len(record.panels) == 2


def test_a_pathway_panel_in_a_composite_counts(classifier: Classifier) -> None:
    pathway = picture(next(p for p in paths() if p.stem == "egfr_cascade"))
    other = plots()
    width = max(pathway.shape[1], other.shape[1])
    sheet = np.full((pathway.shape[0] + other.shape[0] + 60, width, 3), 255, np.uint8)
    sheet[: pathway.shape[0], : pathway.shape[1]] = pathway
    sheet[-other.shape[0] :, : other.shape[1]] = other
    record = classifier(FigureRecord(figid="composite"), sheet)
    assert record.kind == "composite"
    best = max(record.panels, key=lambda p: p.pathway_score or 0.0)
    assert best.box[3] <= pathway.shape[0] + 10, "the pathway is the upper panel"


def test_captions_alone_are_judged(classifier: Classifier) -> None:
    def score(caption: str) -> float:
        record = FigureRecord(figid="a", figure=Figure(caption=caption))
        return classifier(record, None).pathway_score or 0.0

    pathway = "Schematic model of the TLR4 signaling pathway. Activation leads to phosphorylation and transcription."
    blot = "Western blot of cell lysates. Error bars show the standard deviation of three experiments; *p < 0.05."
    assert score(pathway) > 0.5 > score(blot)


def test_nothing_known_is_not_judged(classifier: Classifier) -> None:
    record = classifier(FigureRecord(figid="a"), None)
    assert (record.kind, record.pathway_score) == ("", None)


def test_picture_and_caption_speak_together() -> None:
    assert combine(0.5, 2.0) > combine(0.5, None) > combine(0.5, -4.0)  # type: ignore[operator]


def test_all_panels_pathways_make_a_pathway() -> None:
    panels = (Panel(box=(0, 0, 1, 1), kind="pathway"), Panel(box=(1, 0, 2, 1), kind="pathway"))
    assert kind_of(0.9, panels) == "pathway"
    assert kind_of(0.9, (*panels, Panel(box=(2, 0, 3, 1), kind="other"))) == "composite"


def test_a_run_fills_the_record_and_adds_it_to_an_old_one(tmp_path: Path) -> None:
    draw_small(tmp_path / "figures", count=2)
    arguments = ("run", tmp_path / "figures", "--workers", 1, "--quiet", "--out")
    assert run(*arguments, tmp_path / "new").code == 0
    assert run(*arguments, tmp_path / "old", "--no-classify").code == 0
    before = FigureRecord.load(tmp_path / "old" / "records" / "fig1.json")
    assert (before.kind, before.pathway_score) == ("", None)
    assert run(*arguments, tmp_path / "old").code == 0
    assert contents(tmp_path / "old") == contents(tmp_path / "new")
    record = FigureRecord.load(tmp_path / "new" / "records" / "fig1.json")
    assert record.pathway_score is not None
    assert record.text == before.text
    seen = times(tmp_path / "new")
    assert run(*arguments, tmp_path / "new").code == 0
    assert times(tmp_path / "new") == seen


def test_the_command_prints_a_line_a_figure(tmp_path: Path) -> None:
    draw_small(tmp_path, count=2)
    (tmp_path / "bad.png").write_text("<html>")
    done = run("classify", tmp_path)
    assert done.code == 1
    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["fig1", "fig2"]
    assert "bad.png" in done.err
    rows = json.loads(run("classify", tmp_path / "fig1.png", "--json").out)
    assert rows[0]["figid"] == "fig1"
    assert 0 <= rows[0]["pathway_score"] <= 1


def test_the_command_pairs_the_same_picture(tmp_path: Path) -> None:
    source = Image.open(paths()[0]).convert("RGB")
    source.save(tmp_path / "one.png")
    source.resize((source.width // 2, source.height // 2)).save(tmp_path / "two.jpg")
    assert run("classify", tmp_path, "--duplicates").out.split("\t")[:2] == ["one", "two"]


def test_the_command_asks_for_figures(tmp_path: Path) -> None:
    assert run("classify", tmp_path / "none.png").code == 2
