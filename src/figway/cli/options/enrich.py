"""Hold the options of `figway enrich`: their types, names and help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer


class OnlyKind(StrEnum):
    """Name the kinds of things that a list can be confined to."""

    GENE = "gene"
    CHEMICAL = "chemical"
    DISEASE = "disease"


Library = Annotated[
    str,
    typer.Argument(help="A library folder, a store (file, or postgresql:// address), or a GMT file."),
]
Genes = Annotated[
    str | None,
    typer.Argument(help="A file with the list, or - for standard input.", show_default=False),
]
Background = Annotated[
    Path | None,
    typer.Option(
        help="A file with all that was measured. Default: all genes (chemicals, diseases) that the figures show.",
        show_default=False,
    ),
]
Ranked = Annotated[
    bool, typer.Option("--ranked", help="The list is of names with a number each: test the ranking, both ends.")
]
Permutations = Annotated[
    int, typer.Option(min=0, max=100_000, help="With --ranked: GSEA's p-values, from so many permutations.")
]
By = Annotated[Literal["figure", "cluster"], typer.Option(help="Test each figure, or near-identical figures as one.")]
Only = Annotated[
    list[OnlyKind] | None,
    typer.Option(help="Take names for things of this kind only; can be given again.", show_default="all"),
]
Organism = Annotated[
    list[str] | None,
    typer.Option(help="Figures about this organism only; can be given again.", show_default="all"),
]
Since = Annotated[int | None, typer.Option(help="Figures from this year on only.", show_default=False)]
Until = Annotated[int | None, typer.Option(help="Figures up to this year only.", show_default=False)]
Words = Annotated[
    str, typer.Option(help="Figures with all these words in title, paper or caption only.", show_default=False)
]
MinSize = Annotated[int, typer.Option(min=1, help="Smallest set that is tested.")]
MaxSize = Annotated[int, typer.Option(min=1, help="Largest set that is tested.")]
Fdr = Annotated[float, typer.Option(min=0, max=1, help="List sets up to this false discovery rate.")]
Top = Annotated[int, typer.Option(min=0, help="List this many sets at most; 0: all.")]
Tsv = Annotated[bool, typer.Option("--tsv", help="Print a table for other programs.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON: question, reading, results.")]
Plot = Annotated[Path | None, typer.Option(help="Write a plot of the best sets to this SVG file.", show_default=False)]
Token = Annotated[
    str, typer.Option(help="Ask again what this token, or this answer's JSON file, asked.", show_default=False)
]
