"""`figway lexicon`: what a name means, and how to build a lexicon from newer vocabularies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.lexicon import Entity, Lexicon, Name

app = typer.Typer(
    help="See what a name means, and build a lexicon from newer vocabularies. figway ships with a built one.",
    epilog="Start with: figway lexicon show NF-κB",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)

_Folder = Annotated[
    Path | None,
    typer.Option(
        "--lexicon", help="A lexicon that was built with 'figway lexicon build'.", show_default="figway's own"
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_SHOWN = 8
_PIPED_WIDTH = 240


@app.command(epilog="Example: figway lexicon show TNF-α\n\nWithout a name: what the lexicon was built from.")
def show(
    name: Annotated[str | None, typer.Argument(help="A name as a figure prints it.", show_default=False)] = None,
    lexicon: _Folder = None,
    as_json: _Json = False,
) -> None:
    """Show all that a name can mean, the most trusted source first; without a name, the lexicon's sources.

    Case, hyphens, spaces and the script of Greek letters make no difference: 'tnf alpha' is looked up as
    'TNF-α'. Nothing else is tried here; what a label in a figure is taken for depends on the figure, too.
    """
    from figway.lexicon import Lexicon
    from figway.text import fold

    opened = Lexicon.load(lexicon)
    if name is None:
        _show_sources(opened, as_json=as_json)
        return
    meanings = [(meaning, opened.entity(meaning.entity)) for meaning in opened.lookup(fold(name))]
    found = [(meaning, entity) for meaning, entity in meanings if entity is not None]
    if as_json:
        rows = [meaning._asdict() | {"entity": _entity_json(opened, entity)} for meaning, entity in found]
        typer.echo(json.dumps({"name": name, "key": fold(name), "meanings": rows}, ensure_ascii=False, indent=1))
    elif found:
        _fingerprintmeanings(opened, found)
    else:
        english = " It is a common English word." if opened.is_english(name) else ""
        typer.echo(f"The lexicon has no name {name!r} (looked up as {fold(name)!r}).{english}")


@app.command(epilog="Example: figway lexicon fetch --to vocabularies")
def fetch(
    to: Annotated[Path, typer.Option("--to", help="Folder for the files; half-fetched ones are gone on with.")],
    contact: Annotated[
        str,
        typer.Option("--contact", help="Your e-mail address, told to the servers.", envvar="FIGWAY_CONTACT"),
    ] = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Fetch this vocabulary alone; can be given again.", show_default="all"),
    ] = None,
    as_json: _Json = False,
) -> None:
    """Get the vocabularies' newest files from their publishers (about 1 GB), for 'figway lexicon build'.

    A file that is there already in the size that the publisher states is not fetched again. MeSH's two files
    are most of the gigabyte; with '--only hgnc --only ncbigene' you get the genes alone.
    """  # fmt: skip
    from rich.console import Console

    from figway.lexicon.fetch import fetch_all

    console = Console(stderr=True)
    results = fetch_all(to, only=only, contact=contact, report=lambda line: console.print(line, markup=False))
    if as_json:
        typer.echo(json.dumps([result._asdict() for result in results], indent=1, default=str))
    else:
        for result in results:
            typer.echo(f"{result.source}\t{result.path}\t{result.size} bytes")


@app.command(epilog="Example: figway lexicon build --from vocabularies --out my-lexicon\n\n"
             "Then: figway lexicon show AKT --lexicon my-lexicon")  # fmt: skip
def build(
    source: Annotated[
        Path,
        typer.Option("--from", help="Folder with the publishers' files ('figway lexicon fetch' fills one)."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the lexicon (about 20 MB).")],
    curated: Annotated[
        Path | None,
        typer.Option(
            "--curated",
            help="A table of names of your own in place of figway's (same columns).",
            show_default="figway's own",
        ),
    ] = None,
    as_json: _Json = False,
) -> None:
    """Build a lexicon from the publishers' own files; the same files give the same bytes.

    Read, by name: hgnc_complete_set.txt (needed), Homo_sapiens.gene_info.gz, FamPlex's entities.csv,
    relations.csv, equivalences.csv and grounding_map.csv, MeSH's desc20XX and supp20XX in XML (gzipped or
    not), go-basic.obo, doid.obo, chebi.obo, MRK_List2.rpt (mouse), GENES_RAT.txt (rat). What is absent is
    left out, and said.
    """  # fmt: skip
    from figway.lexicon.build import build_lexicon
    from figway.lexicon.catalogue import CATALOGUE

    if not source.is_dir():
        raise UsageError(f"{source} is no folder: 'figway lexicon fetch --to {source}' fills one.")
    manifest = build_lexicon(source, out, curated=curated)
    if as_json:
        typer.echo(manifest.model_dump_json(indent=1))
        return
    read = {note.name: note for note in manifest.sources}
    for name in CATALOGUE:
        typer.echo(f"{name}\t{read[name].rows} rows\t{read[name].file}" if name in read else f"{name}\tabsent")
    counts = manifest.counts
    fingerprint = manifest.fingerprint()[:12]
    typer.echo(f"{out}: {counts['names']} names of {counts['entities']} things, fingerprint {fingerprint}")


def _fingerprintmeanings(lexicon: Lexicon, found: list[tuple[Name, Entity]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("name", "source", "kind", "entity", "is", "genes", box=None, pad_edge=False)
    for meaning, entity in found:
        name = entity.name if entity.kind != "gene" or entity.id.startswith("hgnc:") else f"{entity.name} (ortholog)"
        table.add_row(meaning.name, meaning.source, entity.kind, entity.id, name, _genes(lexicon, entity))
    console = Console(highlight=False)
    console.print(table, markup=False, width=None if console.is_terminal else _PIPED_WIDTH)


def _genes(lexicon: Lexicon, entity: Entity) -> str:
    genes = entity.members or tuple(x for x in entity.xrefs if x.startswith("hgnc:"))
    names = [gene.name for curie in genes[:_SHOWN] if (gene := lexicon.entity(curie)) is not None]
    more = f" and {len(genes) - _SHOWN} more" if len(genes) > _SHOWN else ""
    return " ".join(names) + more


def _entity_json(lexicon: Lexicon, entity: Entity) -> dict[str, object]:
    members = [gene.name for curie in entity.members if (gene := lexicon.entity(curie)) is not None]
    return entity._asdict() | {"symbols": members}


def _show_sources(lexicon: Lexicon, *, as_json: bool) -> None:
    manifest = lexicon.manifest
    if as_json:
        typer.echo(manifest.model_dump_json(indent=1))
        return
    for note in manifest.sources:
        typer.echo(f"{note.name}\t{note.version or '-'}\t{note.rows} rows\t{note.licence}\t{note.file}")
    typer.echo(f"{manifest.counts['names']} names of {manifest.counts['entities']} things in {lexicon.path}")
