"""From the literature to records: what was harvested is read, with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from figway.library import Library
from figways import contents, draw_small, run, times
from services import Paper, Services, make_papers, serve

SINCE = ("--since", "2026-01-01", "--until", "2026-03-31")


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """Give an article with two figures that name genes."""
    paper = next(p for p in make_papers(60) if len(p.pictures) == 2 and p.in_cloud and not p.lost | p.gone)
    drawn = draw_small(tmp_path / "drawn", 2)
    paper.pictures = {name: path.read_bytes() for name, path in zip(paper.pictures, drawn, strict=True)}
    paper.retracted, paper.licence, paper.version = True, "CC BY-NC", 3
    paper.xml = paper.xml.replace(b"/licenses/by", b"/licenses/by-nc").replace(b"by-nc-nc", b"by-nc")
    return paper


@pytest.fixture
def services(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with serve(Services([paper])) as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def test_the_whole_way_in_one_command(services: Services, paper: Paper, tmp_path: Path) -> None:
    out = tmp_path / "library"
    done = run("run", *SINCE, "--out", out, "--workers", 1, "--no-relations")
    assert done.code == 0, done.err
    library = Library.open(out)
    assert set(library.figids()) == set(paper.figids)
    for record in library:
        article, figure = record.article, record.figure
        assert (article.pmcid, article.version, article.retracted) == (paper.pmcid, "3", True)
        assert article.licence == figure.image.licence == "CC BY-NC 4.0"
        assert article.title == f"Article {paper.pmcid[3:]}"
        assert figure.caption.startswith("The insulin signaling pathway")
        assert figure.number in ("Figure 1", "Figure 2")
        name = paper.figids[record.figid]
        assert figure.image.url == f"https://pmc-oa-opendata.s3.amazonaws.com/{paper.pmcid}.3/{name}"
        assert (out / figure.image.path).read_bytes() == paper.pictures[name]
    assert any("See Figure 1." in record.figure.sentences for record in library)
    assert {gene.symbol for record in library for gene in record.genes} >= {"EGFR", "AKT1"}


def test_a_second_run_redoes_what_the_harvest_changed(services: Services, paper: Paper, tmp_path: Path) -> None:
    out = tmp_path / "library"
    assert run("harvest", *SINCE, "--out", out).code == 0
    assert run("run", "--out", out, "--workers", 1, "--no-relations").code == 0
    before, when = contents(out), times(out)
    again = run("run", "--out", out, "--workers", 1, "--no-relations")
    assert "2 already up to date" in again.err
    assert {path: at for path, at in times(out).items() if not path.startswith("ledger")} == {
        path: at for path, at in when.items() if not path.startswith("ledger")
    }
    assert contents(out).keys() == before.keys()
    first, second = paper.pictures
    paper.version, paper.pictures[first] = 4, paper.pictures[second]
    assert run("harvest", *SINCE, "--out", out, "--again").code == 0
    assert run("run", "--out", out, "--workers", 1, "--no-relations").code == 0
    records = {record.figid: record for record in Library.open(out)}
    assert {record.article.version for record in records.values()} == {"4"}
    assert len({record.figure.image.sha256 for record in records.values()}) == 1


def test_a_figure_whose_picture_is_missing_has_a_record(services: Services, paper: Paper, tmp_path: Path) -> None:
    out = tmp_path / "library"
    second = list(paper.pictures)[1]
    by_name = {name: figid for figid, name in paper.figids.items()}
    paper.gone = frozenset({second})
    assert run("run", *SINCE, "--out", out, "--workers", 1, "--no-relations").code == 0
    record = Library.open(out).record(by_name[second])
    assert record.figure.caption.startswith("The insulin signaling pathway")
    assert (record.figure.image.path, record.article.version) == ("", "3")
    paper.gone = frozenset()
    assert run("harvest", *SINCE, "--out", out, "--again").code == 0
    assert run("run", "--out", out, "--workers", 1, "--no-relations").code == 0
    assert Library.open(out).record(by_name[second]).figure.image.path == f"images/{by_name[second]}.{second[-3:]}"


def test_one_stage_can_be_redone_on_what_was_harvested(services: Services, tmp_path: Path) -> None:
    out = tmp_path / "library"
    run("fetch", *services.papers, "--out", out)
    run("run", "--out", out, "--workers", 1, "--no-relations")
    before = contents(out)
    done = run("run", "--out", out, "--workers", 1, "--no-relations", "--only", "recognise")
    assert (done.code, "2 figures done" in done.err) == (0, True)
    assert {k: v for k, v in contents(out).items() if not k.startswith("ledger")} == {
        k: v for k, v in before.items() if not k.startswith("ledger")
    }


def test_paths_and_a_harvest_do_not_go_together(tmp_path: Path) -> None:
    done = run("run", "a.png", *SINCE, "--out", tmp_path / "library")
    assert (done.code, "leave the paths out" in done.err) == (2, True)


def test_a_run_without_figures_still_says_what_to_do(tmp_path: Path) -> None:
    done = run("run", "--out", tmp_path / "library")
    assert (done.code, "no figures given" in done.err) == (2, True)


@pytest.mark.shared
def test_of_what_was_found_pathways_alone_are_read(
    services: Services, paper: Paper, tmp_path: Path, shared: Path
) -> None:
    pathway = next((shared / "figures" / "annotated" / "images").glob("*.jpg"))
    photograph = next((shared / "figures" / "not_pathway").rglob("*.jpg"))
    first, second = paper.pictures
    paper.pictures = {first: pathway.read_bytes(), second: photograph.read_bytes()}
    paper.xml = paper.xml.replace(b"The insulin signaling pathway 4.2", b"Photographs of mice")
    by_name = {name: figid for figid, name in paper.figids.items()}
    out, named = tmp_path / "library", tmp_path / "named"
    assert run("harvest", *SINCE, "--out", out).code == 0
    done = run("run", "--out", out, "--workers", 1, "--no-relations", "--only-pathways")
    assert Library.open(out).figids() == [by_name[first]]
    assert "1 passed over (no pathway figures)" in done.err
    run("fetch", paper.pmcid, "--out", named)
    run("run", "--out", named, "--workers", 1, "--no-relations", "--only-pathways")
    assert len(Library.open(named)) == 2, "what is fetched by name is read"
