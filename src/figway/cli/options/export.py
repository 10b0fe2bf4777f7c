"""Hold the options of `figway export`: their types, names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FORMATS_HELP = (
    "gmt, enrichr, json, tsv, tsv-nodes, sif, graphml, cyjs, gpml, sbml, sbgn, biopax, cx2, kgx-nodes, kgx-edges, "
    "jsonld, indra, biothings, bioc, parquet, records or pages."
)
Figids = Annotated[list[str] | None, typer.Argument(help="Figures to export.", show_default=False)]
Form = Annotated[str, typer.Option("--format", "-f", help=FORMATS_HELP)]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        help="The file to write; a folder for parquet, records, pages, and a network each.",
        show_default=False,
    ),
]
Every = Annotated[bool, typer.Option("--all", help="Export all figures of the library.")]
Query = Annotated[
    str,
    typer.Option(help="Export what figway search finds in the library's store.", show_default=False),
]
Merge = Annotated[bool, typer.Option("--merge", help="Merge the figures into one network.")]
MinFigures = Annotated[int, typer.Option(min=1, help="With --merge: keep nodes and edges that so many figures show.")]
MinScore = Annotated[float, typer.Option(min=0, max=1, help="Keep drawn edges of this score or a higher one.")]
Genes = Annotated[
    str, typer.Option(help="Gene sets of genes by current symbol (direct), any name (names), or also families.")
]
Ids = Annotated[str, typer.Option(help="Gene sets hold symbol, entrez or ensembl identifiers.")]
Organism = Annotated[str, typer.Option(help="Gene sets of human genes, or of orthologs in mouse or rat.")]
MinSize = Annotated[int, typer.Option(min=1, help="Leave out figures with fewer genes.")]
Ndex = Annotated[
    str,
    typer.Option(
        "--ndex",
        help="Send cx2 networks to this NDEx server (www.ndexbio.org), as NDEX_USER with NDEX_PASSWORD.",
        show_default=False,
    ),
]
Public = Annotated[bool, typer.Option("--public", help="With --ndex: everybody sees new networks.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")]
