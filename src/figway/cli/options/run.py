"""Hold the options of `figway run`: their types, names and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        help="Image files, articles (JATS XML beside its images, .tar.gz packages, PDF), folders or globs. "
        "Metadata beside an image (same stem, .yml .yaml .json, "
        "or in a sibling folder 'metadata') is read with it.",
        show_default=False,
    ),
]
Out = Annotated[
    Path,
    typer.Option("--out", "-o", help="The library folder to write to; made if it is missing.", show_default=False),
]
Examples = Annotated[bool, typer.Option("--examples", help="Run on the example figures that come with figway.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", "-j", min=1, help="Processes to use. Default: all cores.", show_default=False),
]
Engine = Annotated[str, typer.Option(help="OCR engine: pp-ocrv6, or tesseract (must be installed).")]
Lexicon = Annotated[
    Path | None,
    typer.Option(
        help="A lexicon made by 'figway lexicon build'. Default: the one inside figway.",
        show_default=False,
    ),
]
PageFormat = Annotated[
    Literal["2022", "2023"],
    typer.Option(help="Pages with tables inline (2022) or in TSV files beside (2023)."),
]
Families = Annotated[
    Literal["members", "collapse", "both"],
    typer.Option(help="How pages list families: their members, the family alone, or both."),
]
Overlays = Annotated[bool, typer.Option("--overlays/--no-overlays", help="Draw what was found over each figure.")]
Link = Annotated[bool, typer.Option("--link", help="Link the images into the library in place of copying them.")]
Only = Annotated[
    Literal["classify", "read", "recognise", "relate"] | None,
    typer.Option(
        help="Redo this stage alone, from the stored records. Without PATHS: of the whole library.",
        show_default=False,
    ),
]
Relations = Annotated[
    bool, typer.Option("--relations/--no-relations", help="Follow the arrows; about half of the time goes there.")
]
Classify = Annotated[
    bool,
    typer.Option("--classify/--no-classify", help="Judge whether each figure, and each panel, is a pathway."),
]
MinEdgeScore = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        max=1.0,
        help="Least score of an arrow that is kept. Default: the one inside figway.",
        show_default=False,
    ),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Redo everything, also what is up to date. Without PATHS: of the whole library."),
]
Query = Annotated[
    str | None,
    typer.Option(
        "--query", help="Harvest first what this finds (see 'figway harvest'); with --since.", show_default=False
    ),
]
Since = Annotated[
    str,
    typer.Option("--since", help="Harvest first from this day on, YYYY-MM-DD, or from the 'last'.", show_default=False),
]
Until = Annotated[
    str, typer.Option("--until", help="Harvest first up to this day, by default today.", show_default=False)
]
OnlyPathways = Annotated[
    bool,
    typer.Option("--only-pathways", help="Of what a harvest found, read only what the classifier takes for a pathway."),
]
