"""Name the formats; the module of a format is imported when it is used."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from figway.errors import UsageError
from figway.network import Network

Write = Callable[[Network, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """Describe a format: its file ending, its module, and whether it holds a network or gene sets."""

    name: str
    suffix: str
    module: str
    what: str
    sets: bool = False

    def writer(self) -> Write:
        """Give the function that writes a network to a stream."""
        write: Write = importlib.import_module(f"figway.export.{self.module}").write
        return write


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
    )
}


def find(name: str) -> Format:
    """Give the format of this name; raises UsageError, which lists them."""
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name.lower(), FORMATS, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"there is no format {name!r}.{hint} Formats: {', '.join(FORMATS)}.")
