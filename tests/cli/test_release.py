"""Make releases of a small library and read them with other tools."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
from pathlib import Path

import pytest

from figway.corrections import Correction, write_correction
from figway.enrich import open_sets
from figway.library import Library
from figway.records import Article, Figure, FigureImage, FigureRecord, GeneRow, Relation, TermRow
from figways import run


def gene(symbol: str, entrez: str, organism: str = "Homo sapiens") -> GeneRow:
    return GeneRow(word=symbol, symbol=symbol, source="x", hgnc_symbol=symbol, entrez=entrez, organism=organism)


def record(number: int, licence: str) -> FigureRecord:
    return FigureRecord(
        figid=f"PMC{number}__f1",
        figure=Figure(
            figtitle="A\ttitle", caption="One\nTwo", figlink="pmc/articles/PMC1/figure/F1/",
            image=FigureImage(path=f"images/PMC{number}__f1.png"),
        ),
        article=Article(pmcid=f"PMC{number}", licence=licence, year="2020"),
        genes=(gene("TP53", "7157"), gene("AKT1", "207"), gene("Akt1", "11651", "Mus musculus"), gene("TP53", "7157")),
        chemicals=(TermRow(word="glucose", source="MESH", identifier="D005947"),),
        relations=(Relation(source="AKT1", target="TP53", sign="-", score=0.5),),
    )  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    for name in ("records", "images"):
        (folder / name).mkdir(parents=True)
    for number, licence in ((1, "CC BY 4.0"), (2, "All rights reserved"), (3, "")):
        (folder / "records" / f"PMC{number}__f1.json").write_text(record(number, licence).to_json())
        (folder / "images" / f"PMC{number}__f1.png").write_bytes(b"picture %d" % number)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_a_release_holds_what_people_download(library: Path) -> None:
    done = run("release", library, "--date", "2026-01-01", "--json")
    assert done.code == 0
    folder = Path(json.loads(done.out)["folder"])
    assert folder == library / "releases" / "2026-01-01"
    figures = rows(folder / "figures.tsv")
    assert [(r["figid"], r["title"], r["caption"], r["licence"], r["genes"]) for r in figures][:1] == [
        ("PMC1__f1", "A title", "One Two", "CC BY 4.0", "3")
    ]
    assert len(rows(folder / "genes.tsv")) == 12
    assert rows(folder / "relations.tsv")[0]["sign"] == "-"
    with gzip.open(folder / "records.ndjson.gz", "rt") as stream:
        assert [FigureRecord.from_json(line) for line in stream] == [
            record(1, "CC BY 4.0"), record(2, "All rights reserved"), record(3, ""),
        ]  # fmt: skip
    assert (folder / "gmt" / "Mus_musculus.gmt").read_text() == "".join(
        f"PMC{n}__f1\tA title\t11651\n" for n in (1, 2, 3)
    )
    assert len(open_sets(folder / "gmt" / "Homo_sapiens.gmt")) == 3
    checked = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert checked.returncode == 0
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert listed == {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {"SHA256SUMS"}


@pytest.mark.parametrize(("licence", "copied"), [("free", {1}), ("all", {1, 2, 3}), ("none", set())])
def test_images_are_copied_as_their_licence_allows(library: Path, licence: str, copied: set[int]) -> None:
    run("release", library, "--date", "2026-01-01", "--licence", licence)
    folder = library / "releases" / "2026-01-01"
    assert {int(p.name[3]) for p in folder.glob("images/*")} == copied
    listed = rows(folder / "images.tsv")
    assert {int(r["figid"][3]) for r in listed if r["file"]} == copied
    assert {r["link"] for r in listed} == {"https://pmc.ncbi.nlm.nih.gov/articles/PMC1/figure/F1/"}


def test_changes_are_told_since_the_last_release(library: Path) -> None:
    run("release", library, "--date", "2026-01-01")
    again = run("release", library, "--date", "2026-02-01", "--json")
    assert json.loads(again.out)["changes"] == {"added": 0, "changed": 0, "removed": 0}
    first, second = (library / "releases" / d for d in ("2026-01-01", "2026-02-01"))
    assert (first / "records.ndjson.gz").read_bytes() == (second / "records.ndjson.gz").read_bytes()
    (library / "records" / "PMC1__f1.json").unlink()
    (library / "records" / "PMC2__f1.json").write_text(record(2, "CC0").to_json())
    (library / "records" / "PMC4__f1.json").write_text(record(4, "").to_json())
    done = run("release", library, "--date", "2026-03-01")
    assert "3 figures (1 added, 1 changed, 1 removed since 2026-02-01)" in done.out
    changes = {(r["change"], r["figid"]) for r in rows(library / "releases" / "2026-03-01" / "changes.tsv")}
    assert changes == {("removed", "PMC1__f1"), ("changed", "PMC2__f1"), ("added", "PMC4__f1")}


def test_a_release_is_never_changed_and_a_bad_record_is_named(library: Path) -> None:
    (library / "records" / "bad.json").write_text("{")
    done = run("release", library, "--date", "2026-01-01")
    assert done.code == 1
    assert "bad.json" in done.err
    again = run("release", library, "--date", "2026-01-01")
    assert again.code == 2
    assert "exists already" in again.err
    assert run("release", library, "--date", "../x").code == 2
    assert [p.name for p in (library / "releases").iterdir()] == ["2026-01-01"]


def test_figures_that_show_one_picture_are_told(library: Path) -> None:
    pairs = [("PMC1__f1", "PMC2__f1", 4), ("PMC1__f1", "PMC9__gone", 0)]
    Library.open(library).write_duplicates(pairs)
    run("release", library, "--date", "2026-01-01")
    assert rows(library / "releases" / "2026-01-01" / "duplicates.tsv") == [
        {"figid": "PMC1__f1", "same_as": "PMC2__f1", "distance": "4"}
    ]


def test_corrections_are_released(library: Path) -> None:
    act = Correction(figid="PMC1__f1", act="title", who="a", when="2026-01-01T00:00:00Z", text="A better title")
    write_correction(library, act)
    run("release", library, "--date", "2026-01-01")
    assert rows(library / "releases" / "2026-01-01" / "figures.tsv")[0]["title"] == "A better title"
