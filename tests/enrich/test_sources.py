"""Read sets from records and from GMT files, and see that the packed sets are made anew when these change."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from figway.corrections import Correction, write_correction
from figway.enrich import Enricher, Question, open_sets
from figway.enrich.cache import INDEX
from figway.errors import InputError, UsageError
from figway.lexicon import Lexicon
from figway.records import Article, Figure, FigureRecord, GeneRow, Mention, TermRow


def gene(symbol: str, entrez: str, organism: str = "Homo sapiens", hgnc: str | None = None) -> GeneRow:
    return GeneRow(word=symbol, symbol=symbol, source="x", hgnc_symbol=hgnc or symbol, entrez=entrez, organism=organism)


RECORD = FigureRecord(
    figid="PMC1__f1",
    figure=Figure(figtitle="A title", caption="Insulin in the liver"),
    article=Article(title="A paper", year="2019"),
    organisms=("Mus musculus",),
    genes=(
        gene("AKT1", "207"),
        gene("Akt1", "", "Mus musculus", hgnc="AKT1"),
        gene("Trp53", "22059", "Mus musculus", hgnc=""),
        gene("TP53", "7157"),
        gene("unheard of", ""),
    ),
    chemicals=(TermRow(word="glucose", source="MESH", identifier="D005947"), TermRow(word="something")),
    diseases=(TermRow(word="Cancer", source="MESH", identifier="D009369"),),
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "PMC1__f1.json").write_text(RECORD.to_json())
    return tmp_path


def test_a_record_is_a_set_of_its_genes_chemicals_and_diseases(library: Path, lexicon: Lexicon) -> None:
    sets = open_sets(library, lexicon=lexicon)
    keys = {sets.keys[i]: sets.item(int(i)) for i in sets.items_of(0)}
    assert set(keys) == {
        "ncbigene:207", "ncbigene:7157", "ncbigene:22059", "symbol:unheard of", "mesh:D005947", "mesh:D009369",
    }  # fmt: skip
    assert keys["ncbigene:22059"].organism == "Mus musculus"
    assert keys["mesh:D005947"].kind == "chemical"
    assert (sets.titles, sets.papers, sets.year.tolist()) == (["A title"], ["A paper"], [2019])
    assert "insulin" in sets.texts(0)


def test_packed_sets_are_kept_and_made_anew(library: Path, lexicon: Lexicon) -> None:
    told: list[str] = []
    first = open_sets(library, lexicon=lexicon, report=told.append)
    again = open_sets(library, lexicon=lexicon, report=told.append)
    assert len(told) == 1
    assert again.fingerprint == first.fingerprint
    other = RECORD.evolve(figid="PMC2__f1", genes=RECORD.genes[:1])
    (library / "records" / "PMC2__f1.json").write_text(other.to_json())
    assert len(open_sets(library, lexicon=lexicon, report=told.append)) == 2
    (library / INDEX).write_bytes(b"PK\x03\x04damaged")
    assert open_sets(library, lexicon=lexicon).fingerprint != first.fingerprint


def test_a_damaged_record_is_told_and_passed_over(library: Path, lexicon: Lexicon) -> None:
    (library / "records" / "bad.json").write_text("{")
    told: list[str] = []
    assert open_sets(library, lexicon=lexicon, report=told.append).ids == ["PMC1__f1"]
    assert any("bad.json" in line for line in told)


@pytest.mark.parametrize("packed", [False, True])
def test_gmt_files_are_read(tmp_path: Path, lexicon: Lexicon, packed: bool) -> None:
    text = "PMC1__f1\tA title\t207\t7157\t11651\nPMC2__f1\tna\tAKT1\tTP53\tORF9b\tMLL,1.0\n\n"
    path = tmp_path / "x.gmt"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    sets = open_sets(path, lexicon=lexicon)
    assert sets.titles == ["A title", ""]
    keys = [{sets.keys[i] for i in sets.items_of(n)} for n in (0, 1)]
    assert keys[0] == {"ncbigene:207", "ncbigene:7157", "ncbigene:11651"}
    assert keys[1] == {"ncbigene:207", "ncbigene:7157", "symbol:ORF9b", "ncbigene:4297"}
    answer = Enricher(sets, lexicon).ask(Question(query="orf9b, AKT1", fdr=1))
    assert {r.id: r.overlap for r in answer.sets}["PMC2__f1"] == ("AKT1", "ORF9b")


def test_what_is_no_library_is_told(tmp_path: Path, lexicon: Lexicon) -> None:
    with pytest.raises(UsageError, match="no library and no GMT"):
        open_sets(tmp_path, lexicon=lexicon)
    (tmp_path / "x.gmt").write_text("only one field\n")
    with pytest.raises(InputError, match="line 1"):
        open_sets(tmp_path / "x.gmt", lexicon=lexicon)
    (tmp_path / "y.gmt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no GMT file"):
        open_sets(tmp_path / "y.gmt", lexicon=lexicon)
    (tmp_path / "records").mkdir()
    with pytest.raises(UsageError, match="nothing to test"):
        open_sets(tmp_path, lexicon=lexicon)


def test_corrections_count_as_soon_as_they_are_made(library: Path, lexicon: Lexicon) -> None:
    mention = Mention(id="m1", word="AKT1", kind="gene", symbol="AKT1", identifiers=("hgnc:391", "ncbigene:207"))
    row = RECORD.genes[0].model_copy(update={"mention": "m1"})
    record = RECORD.evolve(mentions=(mention,), genes=(row, RECORD.genes[3]))
    (library / "records" / "PMC1__f1.json").write_text(record.to_json())
    assert open_sets(library, lexicon=lexicon).find("ncbigene:207")
    act = Correction(figid="PMC1__f1", act="reject", who="a", when="2026-01-01T00:00:00Z", mention="m1", word="AKT1")
    write_correction(library, act)
    sets = open_sets(library, lexicon=lexicon)
    assert sets.find("ncbigene:207") is None
    assert sets.find("ncbigene:7157")
