"""Put every format through the same tests, with readers that are not figway's."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from figway.corrections import Correction, write_correction
from figway.export import FORMATS, find
from figway.export.gmt import GeneSets, read_fields
from figway.export.gpml import NAMESPACE
from figway.export.netjson import read
from figway.library import Library
from figway.network import Network, build, merge, pairs
from figways import run
from network.strategies import networks

NETWORK_FORMATS = [f for f in FORMATS.values() if f.of_networks]
GPML = f"{{{NAMESPACE}}}"


def written(name: str, network: Network) -> bytes:
    stream = io.BytesIO()
    find(name).writer()(network, stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", NETWORK_FORMATS, ids=lambda f: f.name)
@given(network=networks())
@settings(max_examples=30)
def test_every_format_writes_every_network_alike_each_time(form: object, network: Network) -> None:
    name = form.name  # type: ignore[attr-defined]
    assert written(name, network) == written(name, network)
    merged = merge([network])
    assert written(name, merged) or not (merged.nodes and merged.edges)


@given(networks())
def test_json_keeps_all(network: Network) -> None:
    assert read(io.BytesIO(written("json", network))) == network


@given(networks())
@settings(max_examples=50)
def test_networkx_reads_the_graphml(network: Network) -> None:
    graph = nx.read_graphml(io.BytesIO(written("graphml", network)), force_multigraph=True)
    assert set(graph.nodes) == {x.id for x in (*network.nodes, *network.groups)}
    for node in network.nodes:
        data = graph.nodes[node.id]
        assert (data["label"], data["kind"], data["score"]) == (node.label, node.kind, node.score)
        assert data.get("identifiers", "") == "|".join(node.identifiers)
    found = {key: (a, b, d["sign"], d["figures"]) for a, b, key, d in graph.edges(keys=True, data=True)}
    assert found == {e.id: (e.source, e.target, e.sign, e.figures) for e in network.edges}


@given(networks())
@settings(max_examples=50)
def test_networkx_reads_the_cytoscape_json(network: Network) -> None:
    whole = json.loads(written("cyjs", network))
    graph = nx.cytoscape_graph({"data": [], "directed": True, "multigraph": True, "elements": whole["elements"]})
    assert {i: d["label"] for i, d in graph.nodes(data=True) if "group" not in d} == {
        n.id: n.label for n in network.nodes
    }
    edges = sorted((a, b, d["sign"]) for a, b, d in graph.edges(data=True))
    assert edges == sorted((e.source, e.target, e.sign) for e in network.edges)


@given(networks())
@settings(max_examples=50)
def test_tables_hold_each_edge_between_nodes(network: Network) -> None:
    spread = list(pairs(network))
    text = written("tsv", network).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="\n"), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [(r["sign"], r["kind"], int(r["figures"])) for r in rows] == [(e.sign, e.kind, e.figures) for e in spread]
    lines = written("sif", network).decode().split("\n")[:-1]
    assert sum("\t" in line for line in lines) == len(spread)


def check_gpml(network: Network, schema: etree.XMLSchema) -> None:
    """See that GPML is valid and has each node, group and edge once."""
    root = etree.fromstring(written("gpml", network))
    schema.assertValid(root)
    assert len([*root.iter(f"{GPML}DataNode"), *root.iter(f"{GPML}Label")]) == len(network.nodes)
    assert len(list(root.iter(f"{GPML}Group"))) == len(network.groups)
    assert len(list(root.iter(f"{GPML}Interaction"))) == len(network.edges)


@pytest.fixture(scope="session")
def schema(shared: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared / "schemas" / "GPML2021.xsd"))


@pytest.mark.shared
@given(network=networks())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_gpml_is_valid(network: Network, schema: etree.XMLSchema) -> None:
    check_gpml(network, schema)
    check_gpml(merge([network]), schema)


@pytest.mark.shared
def test_gpml_of_the_examples_is_valid(examples: Path, schema: etree.XMLSchema) -> None:
    for record in Library.open(examples):
        network = build(record)
        check_gpml(network, schema)
        assert len(network.edges) == len(record.relations) + len(record.stated)
        root = etree.fromstring(written("gpml", network))
        places = [p.get("value") for p in root.iter(f"{GPML}Property") if p.get("key") == "cellular_location"]
        assert sorted(places) == sorted(n.compartment for n in network.nodes if n.compartment)
        assert {g.get("type") for g in root.iter(f"{GPML}Group")} <= {"Complex", "Group"}
        assert bool(list(root.iter(f"{GPML}Citation"))) == bool(
            record.article.pmid or record.article.doi or record.article.pmcid or record.figure.figlink
        )


def test_gene_sets_hold_what_records_hold(examples: Path) -> None:
    library = Library.open(examples)
    paths = [library.record_path(f) for f in library.figids()]
    found = {}
    for line in GeneSets(which="families", min_size=1).lines(paths):
        figid, _, *names = line.rstrip("\n").split("\t")
        found[figid] = set(names)
    wanted = {r.figid: {g.hgnc_symbol for g in r.genes if g.hgnc_symbol} for r in library}
    assert found == {figid: names for figid, names in wanted.items() if names}


def test_fields_are_read_whoever_wrote_the_record(examples: Path, tmp_path: Path) -> None:
    library = Library.open(examples)
    names = ("figid", "figure", "genes", "provenance", "page")
    for figid in library.figids():
        path = library.record_path(figid)
        whole = json.loads(path.read_bytes())
        compact = tmp_path / "compact.json"
        compact.write_text(json.dumps(whole))
        assert read_fields(path, names) == read_fields(compact, names) == {n: whole[n] for n in names}


@pytest.mark.parametrize(
    ("options", "pattern"),
    [
        (("--ids", "entrez"), r"\d+"),
        (("--ids", "ensembl"), r"ENSG\d{11}"),
        (("--organism", "mouse"), r"[A-Z][a-z0-9].*"),
    ],
)
def test_gene_sets_have_other_identifiers(
    examples: Path, tmp_path: Path, options: tuple[str, ...], pattern: str
) -> None:
    out = tmp_path / "sets.gmt"
    done = run("export", examples, "--all", "--format", "gmt", "--genes", "families", "--out", out, *options)
    assert done.code == 0
    genes = [g for line in out.read_text().splitlines() for g in line.split("\t")[2:]]
    assert len(genes) > 10
    assert all(re.fullmatch(pattern, g) for g in genes)


def test_figures_are_written_each_or_merged(examples: Path, tmp_path: Path) -> None:
    done = run("export", examples, "--all", "--format", "gpml", "--out", tmp_path / "each", "--json")
    assert json.loads(done.out)["written"] == 6
    assert len(list((tmp_path / "each").glob("*.gpml"))) == 6
    run("export", examples, "--all", "--merge", "--format", "json", "--out", tmp_path / "all.json")
    assert len(Network.load(tmp_path / "all.json").figures) == 6


def test_a_damaged_record_is_told_and_harms_no_other(examples: Path, tmp_path: Path) -> None:
    library = Library.create(tmp_path / "library")
    for figid in Library.open(examples).figids()[:2]:
        library.record_path(figid).write_bytes(Library.open(examples).record_path(figid).read_bytes())
    (library.records / "bad.json").write_text('{"figid": ')
    for form in ("gmt", "sif"):
        done = run("export", library.path, "--all", "--format", form, "--out", tmp_path / form)
        assert done.code == 1
        assert "bad.json is no figway record" in done.err
    assert len(list((tmp_path / "sif").iterdir())) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--all", "--format", "graphm"), "Did you mean 'graphml'?"),
        (("--format", "gmt"), "say which figures"),
        (("nothing", "--format", "gmt"), "no figure 'nothing'"),
        (("--all", "--query", "EGFR", "--format", "gmt"), "say which figures"),
        (("--all", "--format", "gmt", "--ids", "x"), "none of symbol, entrez, ensembl"),
        (("--all", "--format", "gmt", "--ids", "entrez", "--organism", "rat"), "by their symbols alone"),
    ],
)
def test_wrong_use_is_explained(examples: Path, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run("export", examples, *arguments, "--out", tmp_path / "out")
    assert done.code == 2
    assert told in done.err
    assert not (tmp_path / "out").exists()


def test_what_a_search_finds_is_exported(examples: Path, tmp_path: Path) -> None:
    library = Path(shutil.copytree(examples, tmp_path / "library"))
    out = tmp_path / "found.json"
    asked = ("export", library, "--format", "biothings", "--out", out, "--query")
    assert "figway build" in run(*asked, "gene:MTOR").err
    assert run("build", library).code == 0
    expected = [r.figid for r in Library.open(library) if any(g.hgnc_symbol == "MTOR" for g in r.genes)]
    assert 0 < len(expected) < len(Library.open(library))
    assert run(*asked, "gene:MTOR").code == 0
    assert [json.loads(line)["_id"] for line in out.read_text("utf-8").splitlines()] == expected
    missing = run(*asked, "zzyzx")
    assert (missing.code, "no figure fits 'zzyzx'" in missing.err) == (2, True)
    library_record = Library.open(library).record_path(expected[0])
    library_record.unlink()
    done = run(*asked, "gene:MTOR", "--json")
    assert "changed since" in done.err
    assert json.loads(done.out)["written"] == len(expected) - 1


def test_every_format_is_in_help_and_docs() -> None:
    docs = Path(__file__).parents[2] / "docs"
    told = run("export", "--help").out
    table = [line for line in (docs / "export.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    for name in FORMATS:
        assert f"`{name}`" in (docs / "commands.md").read_text("utf-8")
        assert any(f"`{name}`" in line.split("|")[1] for line in table)
        assert name in told


def test_corrections_are_laid_over_what_is_written(examples: Path, tmp_path: Path) -> None:
    first = next(r for r in Library.open(examples) if len({g.hgnc_symbol for g in r.genes}) > 3)
    library = Library.create(tmp_path / "library")
    library.record_path(first.figid).write_text(first.to_json(), "utf-8")
    gone = next(
        m for m in first.mentions if m.kind == "gene" and sum(x.symbol == m.symbol for x in first.mentions) == 1
    )
    act = Correction(figid=first.figid, act="reject", who="me", when="2026-01-01T00:00:00Z", mention=gone.id)
    write_correction(library.path, act.model_copy(update={"word": gone.word, "polygon": gone.polygon}))
    for form in ("gmt", "json"):
        run("export", library.path, "--all", "--format", form, "--genes", "families", "--out", tmp_path / form)
        text = (tmp_path / form).read_text("utf-8")
        assert first.figid in text
        assert f"\t{gone.symbol}" not in text
        assert f'"symbol": "{gone.symbol}"' not in text
