"""Hold the options of `figway simulate`: their types, names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Source = Annotated[
    Path,
    typer.Argument(help="A library, a record or network (.json), or a model: .rules, .bnet, .sbml, .xml, .aeon."),
]
Figids = Annotated[
    list[str] | None,
    typer.Argument(help="The figures, or enough of their names; several are merged.", show_default=False),
]
Every = Annotated[bool, typer.Option("--all", help="Merge all figures of the library.")]
MinFigures = Annotated[int, typer.Option(min=1, help="Of merged figures, keep the edges that so many show.")]
Stated = Annotated[bool, typer.Option("--stated", help="Add what only the caption states.")]
Rules = Annotated[Path | None, typer.Option("--rules", help="Text file of rules that replace the default ones.")]
Unsigned = Annotated[
    Literal["unknown", "activates", "ignored"],
    typer.Option("--unsigned", help="What edges without a sign do; `unknown` computes every way to read them."),
]
MinEdgeScore = Annotated[float, typer.Option("--min-edge-score", help="Leave out arrows of a figure below this score.")]
Sets = Annotated[list[str], typer.Option("--set", help="Set an input, NAME=1 or NAME=0; may be repeated.")]
Inputs = Annotated[
    Literal["free", "on", "off"], typer.Option("--inputs", help="What to do with the inputs that are not set.")
]
Off = Annotated[list[str], typer.Option("--off", help="Knock a node out; may be repeated.")]
On = Annotated[list[str], typer.Option("--on", help="Over-activate a node; may be repeated.")]
Start = Annotated[
    list[str], typer.Option("--from", help="Start where NAME=1 or NAME=0; the rest is open; may be repeated.")
]
Goal = Annotated[
    str | None, typer.Option("--reach", help="Tell whether this expression can come true, and whether it must.")
]
Phenotype = Annotated[
    list[str], typer.Option("--phenotype", help="Expression to measure, such as 'AKT & !PTEN'; may be repeated.")
]
DoScan = Annotated[bool, typer.Option("--scan", help="Hold each node off and on, and tell which phenotypes flip.")]
Pairs = Annotated[bool, typer.Option("--pairs", help="Hold each two nodes, too.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write the model: .rules, .bnet, .sbml, .xml or .aeon.")]
Plot = Annotated[Path | None, typer.Option("--plot", help="Draw network, attractors and --scan here, as .svg.")]
