"""Name the formats; the module of a format is imported when it is used."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from figway.errors import UsageError
from figway.network import Network
from figway.records import FigureRecord

Write = Callable[[Network, BinaryIO], None]
WriteAll = Callable[[Iterable[Network], BinaryIO], None]
WriteRecords = Callable[[Iterable[FigureRecord], BinaryIO], None]
WriteFolder = Callable[[Iterable[FigureRecord], Path], int]
Takes = Literal["sets", "network", "networks", "records", "folder"]


@dataclass(frozen=True, slots=True)
class Format:
    """Describe a format: its file ending, its module, and what one file takes.

    A file of a format that takes a `network` holds one (module function `write`); one that takes `networks` those of
    many figures (`write_all`), one that takes `records` many records (`write_records`). A `folder` of files holds
    many records (`write_folder`). `sets` are gene sets, a line a figure.
    """

    name: str
    suffix: str
    module: str
    what: str
    takes: Takes = "network"

    @property
    def of_networks(self) -> bool:
        """Tell whether networks are written, so that merged ones can be."""
        return self.takes in ("network", "networks")

    def writer(self) -> Write:
        """Give the function that writes one network to a stream."""
        if self.takes == "networks":
            write_all = self.joiner()
            return lambda network, stream: write_all((network,), stream)
        write: Write = self._function("write")
        return write

    def joiner(self) -> WriteAll:
        """Give the function that writes many networks to a stream, holding one at a time."""
        write_all: WriteAll = self._function("write_all")
        return write_all

    def record_writer(self) -> WriteRecords:
        """Give the function that writes many records to a stream, holding one at a time."""
        write_records: WriteRecords = self._function("write_records")
        return write_records

    def folder_writer(self) -> WriteFolder:
        """Give the function that writes many records into a folder and counts them."""
        write_folder: WriteFolder = self._function("write_folder")
        return write_folder

    def _function(self, name: str) -> Any:
        return getattr(importlib.import_module(f"figway.export.{self.module}"), name)


FORMATS = {
    f.name: f
    for f in (
        Format("gmt", ".gmt", "gmt", "gene sets, one figure a line", takes="sets"),
        Format("enrichr", ".txt", "gmt", "a library of Enrichr, one figure a line", takes="sets"),
        Format("json", ".json", "netjson", "figway's own network, all of it"),
        Format("tsv", ".tsv", "tsv", "edges as a table with names, identifiers, support and evidence"),
        Format("sif", ".sif", "sif", "edges as Cytoscape's simple interaction format"),
        Format("graphml", ".graphml", "graphml", "network for networkx, yEd, Gephi, Cytoscape, igraph"),
        Format("cyjs", ".cyjs", "cyjs", "network with positions for Cytoscape and cytoscape.js"),
        Format("gpml", ".gpml", "gpml", "draft pathway for PathVisio and WikiPathways (GPML2021)"),
        Format("sbml", ".sbml", "sbmlqual", "logic model with positions for GINsim, CellCollective, ... (SBML-qual)"),
        Format("sbgn", ".sbgn", "sbgn", "activity flow with positions for Newt, VANTED, ... (SBGN-ML)"),
        Format("biopax", ".owl", "biopax", "pathway of entities and controls (BioPAX level 3)"),
        Format("cx2", ".cx2", "cx2", "network with positions for NDEx and Cytoscape Web"),
        Format(
            "kgx-nodes", "_nodes.jsonl", "kgx_nodes", "nodes of a Biolink graph (KGX), JSON lines", takes="networks"
        ),
        Format(
            "kgx-edges", "_edges.jsonl", "kgx_edges", "edges of a Biolink graph (KGX), JSON lines", takes="networks"
        ),
        Format("jsonld", ".jsonld", "jsonld", "RDF as JSON-LD: things, places on figures, relations", takes="networks"),
        Format("indra", ".json", "indra", "statements for INDRA, JSON", takes="networks"),
        Format("tsv-nodes", ".tsv", "tsv_nodes", "nodes as a table with identifiers, places and support"),
        Format("biothings", ".ndjson", "biothings", "figures in the shape of BioThings, JSON lines", takes="records"),
        Format("bioc", ".json", "bioc", "text of figures with entities and relations, BioC JSON", takes="records"),
        Format("parquet", "", "parquet", "tables of figures, mentions, relations, text, ...", takes="folder"),
        Format("records", "", "flat", "records as one flat folder of <figid>.json", takes="folder"),
        Format("pages", "", "pages", "PFOCR's pages, with their tables as TSV", takes="folder"),
    )
}


def find(name: str) -> Format:
    """Give the format of this name; raises UsageError, which lists them."""
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name.lower(), FORMATS, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"there is no format {name!r}.{hint} Formats: {', '.join(FORMATS)}.")
