"""Read OBO ontologies (GO, DOID, ChEBI): `.obo` or OBO graphs as published, or a JSON list of terms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from figway.errors import LexiconError
from figway.lexicon.sources.files import open_text
from figway.lexicon.sources.rows import Term

_CONJUGATE = ("is_conjugate_acid_of", "is_conjugate_base_of")
_SYNONYM = re.compile(r'^"((?:[^"\\]|\\.)*)"\s+EXACT\b')


def read_obo(path: Path) -> Iterator[Term]:
    """Go through the terms of an `.obo` file that are not obsolete, with their exact synonyms."""
    namespace, inside = "", False
    block: dict[str, list[str]] = {}
    with open_text(path) as stream:
        for line in stream:
            line = line.strip()
            if line.startswith("["):
                yield from _obo_term(block, namespace)
                block, inside = {}, line == "[Term]"
            elif ": " in line:
                tag, value = line.split(": ", 1)
                if inside:
                    block.setdefault(tag, []).append(value)
                elif tag == "default-namespace":
                    namespace = value
    yield from _obo_term(block, namespace)


def _obo_term(block: dict[str, list[str]], namespace: str) -> Iterator[Term]:
    if "id" not in block or "name" not in block or "true" in block.get("is_obsolete", ()):
        return
    exact = (found.group(1).replace('\\"', '"') for s in block.get("synonym", ()) if (found := _SYNONYM.match(s)))
    yield Term(
        id=_curie(block["id"][0]),
        name=block["name"][0],
        namespace=block.get("namespace", [namespace])[0],
        synonyms=tuple(dict.fromkeys(exact)),
        xrefs=tuple(dict.fromkeys(_curie(x.split(" ")[0]) for x in block.get("xref", ()) if ":" in x)),
        parents=tuple(_curie(x.split(" ")[0]) for x in block.get("is_a", ())),
        conjugates=tuple(_curie(x.split(" ")[1]) for x in block.get("relationship", ()) if x.startswith(_CONJUGATE)),
    )


def read_obo_graph(path: Path) -> Iterator[Term]:
    """Go through the terms of an OBO graphs `.json` that are not deprecated, with their exact synonyms."""
    document = _json(path)
    if not isinstance(document, dict) or not document.get("graphs"):
        raise LexiconError(f"{path} is no OBO graph: its publisher's file has a list 'graphs'")
    for graph in document["graphs"]:
        parents: dict[str, list[str]] = {}
        for edge in graph.get("edges", ()):
            if edge["pred"] == "is_a":
                parents.setdefault(edge["sub"], []).append(_iri(edge["obj"]))
        for node in graph.get("nodes", ()):
            meta = node.get("meta", {})
            if node.get("type") != "CLASS" or "lbl" not in node or meta.get("deprecated"):
                continue
            values = {p["pred"].rsplit("#")[-1]: p["val"] for p in meta.get("basicPropertyValues", ())}
            yield Term(
                id=_iri(node["id"]),
                name=node["lbl"],
                namespace=values.get("hasOBONamespace", ""),
                synonyms=tuple(s["val"] for s in meta.get("synonyms", ()) if s["pred"] == "hasExactSynonym"),
                xrefs=tuple(_curie(x["val"]) for x in meta.get("xrefs", ()) if ":" in x["val"]),
                parents=tuple(parents.get(node["id"], ())),
            )


def read_term_list(path: Path) -> Iterator[Term]:
    """Go through a JSON list of terms with id, name, namespace, synonyms (any scope), relations, xrefs."""
    document = _json(path)
    if not isinstance(document, list):
        raise LexiconError(f"{path} is no list of terms")
    for term in document:
        if not term.get("name"):
            continue
        relations = term.get("relations", {})
        yield Term(
            id=_curie(term["id"]),
            name=term["name"],
            namespace=term.get("namespace", ""),
            synonyms=tuple(term.get("synonyms", ())),
            xrefs=tuple(_curie(f"{x['namespace']}:{x['id']}") for x in term.get("xrefs", ())),
            parents=tuple(_curie(x) for x in relations.get("is_a", ())),
            conjugates=tuple(_curie(x) for name in _CONJUGATE for x in relations.get(name, ())),
        )


def _json(path: Path) -> Any:
    with open_text(path) as stream:
        try:
            return json.load(stream)
        except ValueError as error:
            raise LexiconError(f"{path} is no JSON: {error}") from error


def _curie(identifier: str) -> str:
    prefix, _, local = identifier.partition(":")
    return f"{prefix.lower()}:{local.removeprefix(f'{prefix}:')}"


def _iri(iri: str) -> str:
    return _curie(iri.rsplit("/", 1)[-1].replace("_", ":", 1))
