"""List which human genes stand together in pathways, from WikiPathways GPML files (CC0), for recognising to weigh.

    python training/recognise/pathways.py GPML_FOLDER

Writes src/figway/recognise/pathways.tsv.gz: a line a pathway, its identifier and the HGNC numbers of its genes.
"""

from __future__ import annotations

import gzip
import io
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from figway.lexicon.load import Lexicon
from figway.recognise import company

NAMESPACE = "{http://pathvisio.org/GPML/2013a}"
PREFIXES = {"Ensembl": "ensembl", "Entrez Gene": "ncbigene", "Uniprot-TrEMBL": "uniprot"}


def genes_of_xrefs(lexicon: Lexicon) -> dict[str, str]:
    """Map CURIEs of NCBI Gene, Ensembl and UniProt to HGNC."""
    found: dict[str, str] = {}
    keys = lexicon.keys()
    for key in keys:
        for name in lexicon.lookup(key):
            if name.source == "hgnc_symbol":
                entity = lexicon.entity(name.entity)
                for xref in entity.xrefs if entity else ():
                    found.setdefault(xref, name.entity)
    return found


def main() -> None:
    lexicon = Lexicon.load()
    by_xref = genes_of_xrefs(lexicon)
    lines = []
    for path in sorted(Path(sys.argv[1]).glob("*.gpml"), key=lambda p: (len(p.stem), p.stem)):
        genes = set()
        for node in ET.parse(path).getroot().iter(f"{NAMESPACE}DataNode"):
            xref = node.find(f"{NAMESPACE}Xref")
            if xref is None or node.get("Type") not in ("GeneProduct", "Protein", "Rna"):
                continue
            database, identifier = xref.get("Database", ""), xref.get("ID", "").strip()
            curie = f"{PREFIXES.get(database, database.lower())}:{identifier}"
            symbol = lexicon.gene((node.get("TextLabel") or "").strip())
            gene = by_xref.get(curie) or (symbol.id if symbol else "")
            if gene:
                genes.add(int(gene.removeprefix("hgnc:")))
        if len(genes) > 1:
            lines.append("\t".join((path.stem, *map(str, sorted(genes)))))
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, compresslevel=9) as stream:
        stream.write(("\n".join(lines) + "\n").encode())
    Path(company.__file__).with_name("pathways.tsv.gz").write_bytes(out.getvalue())
    print(
        f"{len(lines)} pathways, {sum(line.count(chr(9)) for line in lines)} memberships, {len(out.getvalue())} bytes"
    )


if __name__ == "__main__":
    main()
