"""Name the formats; the module of a format is imported when it is used."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from figway.errors import UsageError
from figway.network import Network

Write = Callable[[Network, BinaryIO], None]
WriteAll = Callable[[Iterable[Network], BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """Describe a format: its file ending, its module, and what it holds.

    A format that is `joined` holds the networks of many figures in one file, written one after another.
    """

    name: str
    suffix: str
    module: str
    what: str
    sets: bool = False
    joined: bool = False

    def writer(self) -> Write:
        """Give the function that writes a network to a stream."""
        module = importlib.import_module(f"figway.export.{self.module}")
        if self.joined:
            write_all: WriteAll = module.write_all
            return lambda network, stream: write_all((network,), stream)
        write: Write = module.write
        return write

    def joiner(self) -> WriteAll:
        """Give the function that writes many networks to a stream, holding one at a time."""
        write_all: WriteAll = importlib.import_module(f"figway.export.{self.module}").write_all
        return write_all


FORMATS = {
    f.name: f
    for f in (
        Format("gmt", ".gmt", "gmt", "gene sets, one figure a line", sets=True),
        Format("enrichr", ".txt", "gmt", "a library of Enrichr, one figure a line", sets=True),
        Format("json", ".json", "netjson", "figway's own network, all of it"),
        Format("tsv", ".tsv", "tsv", "edges as a table with names, identifiers, support and evidence"),
        Format("sif", ".sif", "sif", "edges as Cytoscape's simple interaction format"),
        Format("graphml", ".graphml", "graphml", "network for networkx, yEd, Gephi, Cytoscape, igraph"),
        Format("cyjs", ".cyjs", "cyjs", "network with positions for Cytoscape and cytoscape.js"),
        Format("gpml", ".gpml", "gpml", "draft pathway for PathVisio and WikiPathways (GPML2021)"),
        Format("cx2", ".cx2", "cx2", "network with positions for NDEx and Cytoscape Web"),
        Format("kgx-nodes", "_nodes.jsonl", "kgx_nodes", "nodes of a Biolink graph (KGX), JSON lines", joined=True),
        Format("kgx-edges", "_edges.jsonl", "kgx_edges", "edges of a Biolink graph (KGX), JSON lines", joined=True),
    )
}


def find(name: str) -> Format:
    """Give the format of this name; raises UsageError, which lists them."""
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name.lower(), FORMATS, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"there is no format {name!r}.{hint} Formats: {', '.join(FORMATS)}.")
