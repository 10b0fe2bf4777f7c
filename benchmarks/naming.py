"""Measure how well names are recognised on the nodes of WikiPathways: many, of every field, and nothing to be read.

    python benchmarks/naming.py [--gpml FOLDER] [--errors KIND [--most N]]

Each GPML file (default FIGWAY_SHARED/gpml) becomes a record whose lines are its nodes' labels, each by itself, and
whose title is its own; its caption and its arrows are left out. A gene node is right where the gene of its
cross-reference is among those that figway names; a metabolite where figway takes its label for a chemical, and its
identifier agrees where figway gives the ChEBI identifier of the node. The curators' own slips (a cross-reference to
another gene than the label's) count as figway's errors.

--errors lists the labels most often missed (`none`), named otherwise (`other`) or, of genes, taken for chemicals
(`chemical`), with the number of pathways that hold them.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from figway.geometry import Polygon
from figway.gpml.read import read_file
from figway.lexicon.load import Lexicon
from figway.network.model import Node
from figway.recognise.stage import Recogniser
from figway.records import Figure, FigureRecord, Mention, TextLine

PROTEINS = frozenset({"gene", "family", "complex"})


class Verdict(NamedTuple):
    """Hold what became of one node: `found` is right, other, none or chemical."""

    kind: str
    label: str
    pathway: str
    found: str
    same_id: bool | None


def genes_by_xref(lexicon: Lexicon) -> dict[str, str]:
    """Map CURIEs of NCBI Gene, Ensembl, UniProt and HGNC's symbols to HGNC's numbers."""
    found: dict[str, str] = {}
    for key in lexicon.keys():  # noqa: SIM118 - a Lexicon is no dict
        for name in lexicon.lookup(key):
            entity = lexicon.entity(name.entity) if name.source == "hgnc_symbol" else None
            if entity is not None:
                found[f"hgnc.symbol:{name.name}"] = found[entity.id] = entity.id
                for xref in entity.xrefs:
                    found.setdefault(xref, entity.id)
    return found


def place(row: int, label: str) -> Polygon:
    """Give a label a place of its own, so far from the others that no two are joined."""
    top, right = 100.0 * row, 10.0 * len(label)
    return (0.0, top), (right, top), (right, top + 20), (0.0, top + 20)


def recognised(recogniser: Recogniser, title: str, labels: Iterable[str], figid: str) -> dict[str, list[Mention]]:
    """Give the mentions found in each label."""
    lines = tuple(
        TextLine(id=f"t{n}", text=label, polygon=place(n, label), score=0.99) for n, label in enumerate(labels)
    )
    texts = {line.id: line.text for line in lines}
    found: dict[str, list[Mention]] = {text: [] for text in texts.values()}
    record = FigureRecord(figid=figid, figure=Figure(figtitle=title), text=lines)
    for mention in recogniser(record).mentions:
        found[texts[mention.text_ids[0]]].append(mention)
    return found


def judge(node: Node, mentions: list[Mention], genes: dict[str, str], pathway: str) -> Verdict | None:
    """Compare one node with what was found in its label; None for nodes that are neither gene nor metabolite."""
    if node.kind in ("gene", "complex"):
        gene = next((genes[x.split(".")[0]] for x in node.identifiers if x.split(".")[0] in genes), "")
        if not gene:
            return None
        named = {i for m in mentions if m.kind in PROTEINS for i in m.identifiers[:1]}
        named |= {member.identifiers[0] for m in mentions if m.kind in PROTEINS for member in m.members}
        chemical = any(m.kind == "chemical" for m in mentions)
        found = "right" if gene in named else "other" if named else "chemical" if chemical else "none"
        return Verdict("gene", node.label, pathway, found, None)
    if node.kind != "chemical":
        return None
    chemicals = [m for m in mentions if m.kind == "chemical"]
    chebi = {i for m in chemicals for i in m.identifiers if i.startswith("chebi:")}
    theirs = [i for i in node.identifiers if i.startswith("chebi:")]
    same = not chebi.isdisjoint(theirs) if chebi and theirs else None
    return Verdict("metabolite", node.label, pathway, "right" if chemicals else "other" if mentions else "none", same)


def verdicts(folder: Path) -> Iterator[Verdict]:
    """Judge every node of every pathway."""
    recogniser = Recogniser()
    genes = genes_by_xref(recogniser.lexicon)
    for path in sorted(folder.glob("*.gpml")):
        pathway = read_file(path)
        nodes = [node for node in pathway.network.nodes if node.label.strip()]
        labels = {node.label: " ".join(node.label.split()) for node in nodes}
        found = recognised(recogniser, pathway.network.title, sorted(set(labels.values())), path.stem)
        for node in nodes:
            verdict = judge(node, found[labels[node.label]], genes, path.stem)
            if verdict is not None:
                yield verdict


def table(found: list[Verdict]) -> Iterator[str]:
    """Lay out the shares, a line a kind of node."""
    yield "| nodes | | right | named otherwise | taken for a chemical | not named | same ChEBI identifier, of those with one |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for kind in ("gene", "metabolite"):
        of_kind = [v for v in found if v.kind == kind]
        counts = Counter(v.found for v in of_kind)
        share = {what: f"{counts[what] / max(1, len(of_kind)):.4f}" for what in ("right", "other", "chemical", "none")}
        ids = [v.same_id for v in of_kind if v.same_id is not None]
        same = f"{sum(ids) / len(ids):.3f} of {len(ids)}" if ids else "–"
        chemical = share["chemical"] if kind == "gene" else "–"
        yield f"| {kind}s | {len(of_kind)} | {share['right']} | {share['other']} | {chemical} | {share['none']} | {same} |"


def errors(found: list[Verdict], what: str, most: int) -> Iterator[str]:
    """List the labels that most pathways hold, of nodes with one verdict."""
    holders: dict[tuple[str, str], set[str]] = {}
    for v in found:
        if v.found == what:
            holders.setdefault((v.kind, v.label), set()).add(v.pathway)
    for (kind, label), pathways in sorted(holders.items(), key=lambda item: (-len(item[1]), item[0]))[:most]:
        yield f"{kind:10} {len(pathways):4}  {' '.join(label.split())}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gpml", type=Path, default=Path(os.environ.get("FIGWAY_SHARED", "../shared")) / "gpml")
    parser.add_argument("--errors", choices=("none", "other", "chemical"), help="list such labels")
    parser.add_argument("--most", type=int, default=100, help="how many labels to list")
    args = parser.parse_args()
    found = list(verdicts(args.gpml))
    if not found:
        print(f"naming: no GPML files in {args.gpml} (FIGWAY_SHARED, --gpml)", file=sys.stderr)
        return 2
    print("\n".join(table(found)))
    if args.errors:
        print("\n".join(errors(found, args.errors, args.most)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
