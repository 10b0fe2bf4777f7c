"""Read what is written of whole records with readers that are not figway's: bioc, pyarrow, PyYAML, csv, json."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import bioc
import pyarrow.parquet as pq
import pytest
import yaml
from bioc import biocjson
from hypothesis import given, settings

from figway.export import FORMATS, find
from figway.export.parquet import TABLES, write_folder
from figway.library import Library
from figway.network import Network
from figway.records import Figure, FigureRecord, TermRow, TextLine
from figways import run
from network.strategies import networks, records

LINE = ((0.0, 0.0), (100.0, 0.0), (100.0, 10.0), (0.0, 10.0))


def written(name: str, *found: FigureRecord) -> bytes:
    stream = io.BytesIO()
    find(name).record_writer()(found, stream)
    return stream.getvalue()


def collection(*found: FigureRecord) -> Any:
    read = biocjson.loads(written("bioc", *found).decode())
    bioc.validate(read)
    return read


@given(records())
@settings(max_examples=50)
def test_bioc_reads_and_validates_documents(record: FigureRecord) -> None:
    words = [m.word for m in record.mentions]
    lines = tuple(TextLine(id=f"t{n}", text=f"the {w} x {w}", polygon=LINE) for n, w in enumerate(words))
    mentions = tuple(m.model_copy(update={"text_ids": (f"t{n}",)}) for n, m in enumerate(record.mentions) if n != 1)
    mentions += record.mentions[1:2]
    for whole in (record, record.evolve(text=lines, mentions=mentions, figure=Figure(figtitle="T", caption="C p"))):
        (document,) = collection(whole).documents
        annotations = document.passages[2].annotations
        assert [(a.id, a.text) for a in annotations] == [(m.id, m.word) for m in whole.mentions]
        assert [p.text for p in document.passages[:2]] == [whole.figure.figtitle, whole.figure.caption]
        ends = [tuple(n.refid for n in r.nodes) for r in document.relations]
        assert ends == [r.source_ids + r.target_ids for r in whole.relations]


def test_bioc_finds_each_word_of_the_examples_in_its_line(examples: Path) -> None:
    whole = list(Library.open(examples))
    for record, document in zip(whole, collection(*whole).documents, strict=True):
        text = document.passages[2].text
        assert text.split("\n")[: len(record.text)] == [line.text for line in record.text]
        places = [(a.total_span.offset, a.total_span.length) for a in document.passages[2].annotations]
        alone = [m for m in record.mentions if m.word in " ".join(t.text for t in record.text)]
        assert len(set(places)) >= len(alone) > 3


def test_parquet_holds_the_records(examples: Path, tmp_path: Path) -> None:
    done = run("export", examples, "--all", "--format", "parquet", "--out", tmp_path, "--json")
    assert json.loads(done.out)["written"] == 6
    assert {p.name for p in tmp_path.iterdir()} == {f"{name}.parquet" for name in TABLES}
    tables = {name: pq.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in TABLES}
    whole = list(Library.open(examples))
    assert [(r["figid"], r["caption"]) for r in tables["figures"]] == [(r.figid, r.figure.caption) for r in whole]
    found = [(r["figid"], r["id"], tuple(r["identifiers"]), r["left"]) for r in tables["mentions"]]
    assert found == [(r.figid, m.id, m.identifiers, m.box.x0 if m.box else None) for r in whole for m in r.mentions]
    drawn = [(r["figid"], r["source"], r["sign"], r["target"]) for r in tables["relations"] if r["origin"] == "drawn"]
    assert drawn == [(r.figid, x.source, x.sign, x.target) for r in whole for x in r.relations]
    assert [r["entrez"] for r in tables["genes"]] == [g.entrez for r in whole for g in r.genes]
    assert [r["text"] for r in tables["text"]] == [t.text for r in whole for t in r.text]


@given(records())
@settings(max_examples=20)
def test_parquet_takes_every_record(record: FigureRecord) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        assert write_folder([record], Path(folder)) == 1
        rows = pq.read_table(Path(folder) / "relations.parquet").to_pylist()
        mentions = pq.read_table(Path(folder) / "mentions.parquet").to_pylist()
    assert len(rows) == len(record.relations) + len(record.stated)
    assert [tuple(map(tuple, r["path"])) for r in rows[: len(record.relations)]] == [r.path for r in record.relations]
    assert [m["state"] for m in mentions] == [list(m.state) for m in record.mentions]


def test_parquet_leaves_what_stood_there_when_it_fails(examples: Path, tmp_path: Path) -> None:
    (tmp_path / "figures.parquet").write_text("before")

    def broken() -> Any:
        yield from Library.open(examples)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_folder(broken(), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["figures.parquet"]
    assert (tmp_path / "figures.parquet").read_text() == "before"


def test_biothings_has_the_identifiers_of_the_record(examples: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.ndjson"
    run("export", examples, "--all", "--format", "biothings", "--out", out)
    found = {row["_id"]: row["associatedWith"] for row in map(json.loads, out.read_text("utf-8").splitlines())}
    for record in Library.open(examples):
        about = found[record.figid]
        assert (about["title"], about["pmc"]) == (record.figure.figtitle, record.article.pmcid)
        genes = about["mentions"].get("genes", {}).get("ncbigene", [])
        assert set(genes) == {g.entrez for g in record.genes if g.entrez}
        for kind, name in (("chemicals", "mesh"), ("chemicals", "chebi"), ("diseases", "mesh")):
            rows: tuple[TermRow, ...] = getattr(record, kind)
            wanted = {r.identifier for r in rows if r.identifier and r.source.lower() == name}
            assert set(about["mentions"].get(kind, {}).get(name, [])) == wanted


def test_biothings_says_where_figures_are() -> None:
    rows = (TermRow(word="ATP", source="CHEBI", identifier="15422"), TermRow(word="Ca", identifier="D002118"))
    record = FigureRecord(figid="f", figure=Figure(figlink="/pmc/articles/PMC1/figure/F1/"), chemicals=rows)
    (line,) = written("biothings", record, FigureRecord(figid="empty")).splitlines()
    about = json.loads(line)["associatedWith"]
    assert about["figureUrl"] == "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/figure/F1/"
    assert about["mentions"] == {"chemicals": {"mesh": ["D002118"], "chebi": ["15422"]}}


def test_records_are_flat_and_whole(examples: Path, tmp_path: Path) -> None:
    run("export", examples, "--all", "--format", "records", "--out", tmp_path / "flat")
    for record in Library.open(examples):
        assert (tmp_path / "flat" / f"{record.figid}.json").read_text("utf-8") == record.to_json()


def test_pages_have_their_tables(examples: Path, tmp_path: Path) -> None:
    run("export", examples, "--all", "--format", "pages", "--out", tmp_path)
    for record in Library.open(examples):
        front = yaml.safe_load((tmp_path / f"{record.figid}.md").read_text("utf-8").split("---\n")[1])
        assert (front["figid"], front["caption"]) == (record.figid, record.figure.caption)
        with (tmp_path / f"{record.figid}-genes.tsv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        assert [r["word"] for r in rows] == [g.word for g in record.genes]


@given(networks())
@settings(max_examples=30)
def test_the_table_of_nodes_holds_each_node(network: Network) -> None:
    stream = io.BytesIO()
    find("tsv-nodes").writer()(network, stream)
    text = io.StringIO(stream.getvalue().decode(), newline="\n")
    rows = list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [(r["id"], r["kind"], r["identifiers"]) for r in rows] == [
        (n.id, n.kind, "|".join(n.identifiers)) for n in network.nodes
    ]
    assert [float(r["left"]) if r["left"] else None for r in rows] == [n.box and n.box[0] for n in network.nodes]


@pytest.mark.parametrize("form", [f.name for f in FORMATS.values() if not f.of_networks])
def test_only_networks_are_merged(examples: Path, tmp_path: Path, form: str) -> None:
    done = run("export", examples, "--all", "--merge", "--format", form, "--out", tmp_path / "out")
    assert done.code == 2
    assert "leave --merge out" in done.err
    assert not (tmp_path / "out").exists()
