"""`figway enrich`: the figures that a list of genes, chemicals and diseases is enriched in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from figway.cli.options import enrich as option
from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.enrich import Answer, Question


EPILOG = """Examples:

figway enrich my-library genes.txt --background all.txt

figway enrich my-library genes.txt --organism "Homo sapiens" --since 2015 --tsv > enriched.tsv

figway enrich pfocr.gmt ranked.tsv --ranked --permutations 1000

The list may hold symbols, aliases, Entrez numbers, Ensembl genes, UniProt accessions, names and MeSH or ChEBI
identifiers of chemicals and diseases, in any mixture. Exit code: 0 answered, 2 nothing could be tested."""


def enrich(
    library: option.Library,
    genes: option.Genes = None,
    background: option.Background = None,
    ranked: option.Ranked = False,
    permutations: option.Permutations = 0,
    by: option.By = "figure",
    only: option.Only = None,
    organism: option.Organism = None,
    since: option.Since = None,
    until: option.Until = None,
    words: option.Words = "",
    min_size: option.MinSize = 3,
    max_size: option.MaxSize = 2500,
    fdr: option.Fdr = 0.05,
    top: option.Top = 25,
    tsv: option.Tsv = False,
    as_json: option.AsJson = False,
    plot: option.Plot = None,
    token: option.Token = "",
) -> None:
    """Find the figures that a list is enriched in, by exact hypergeometric tests over all sets of a library.

    What was not understood is said on stderr, and why. The answer ends with a token with which the question can be
    asked again, and links that hand the list to Enrichr, g:Profiler and STRING are in the JSON.
    """
    from figway.enrich import Enricher, Question, open_sets
    from figway.enrich.model import KINDS

    if token:
        question = _asked(token)
    elif genes is None:
        raise UsageError("give a file with the list of genes, or - to read it from standard input.")
    else:
        question = Question(
            query=_read(genes), background=_read(str(background)) if background else "",
            kinds=tuple(kind.value for kind in only) if only else KINDS, by=by,
            organisms=tuple(organism or ()), first_year=since, last_year=until, words=words, min_size=min_size,
            max_size=max_size, fdr=fdr, limit=top or None, ranked=ranked, permutations=permutations,
        )  # fmt: skip
    sets = open_sets(library, report=lambda line: typer.echo(f"figway: {line}", err=True))
    answer = Enricher(sets).ask(question)
    _tell(answer)
    if plot:
        from figway.enrich.report import draw_plot
        from figway.files import write_whole

        write_whole(plot, draw_plot(answer))
    if as_json:
        typer.echo(_json(answer))
    elif tsv:
        from figway.enrich.report import write_tsv

        write_tsv(answer, sys.stdout)
    else:
        _table(answer)


def _read(name: str) -> str:
    if name == "-":
        raw = sys.stdin.buffer.read()
    else:
        path = Path(name)
        if not path.is_file():
            raise UsageError(f"there is no file {name}: give one with names or identifiers, one a line.")
        raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name} is no text in UTF-8: give names or identifiers, one a line.") from None


def _asked(token: str) -> Question:
    from pydantic import ValidationError

    from figway.enrich.share import Shared, unpack_question

    path = Path(token)
    if len(token) < 200 and path.is_file():
        try:
            return Shared.model_validate_json(path.read_bytes()).question
        except ValidationError as error:
            raise UsageError(f"{path} is no answer of 'figway enrich --json'.") from error
    return unpack_question(token)


def _tell(answer: Answer) -> None:
    from figway.enrich.report import summary

    for line in summary(answer):
        typer.echo(f"figway: {line}", err=True)
    for what, reading in (("", answer.reading), (" of the background", answer.background)):
        for failed in reading.not_understood[:10] if reading else ():
            typer.echo(f"figway: {failed.word!r}{what}: {failed.why}", err=True)


def _json(answer: Answer) -> str:
    from figway.enrich.share import share

    return share(answer).model_dump_json(indent=1)


def _table(answer: Answer) -> None:
    from rich.console import Console
    from rich.table import Table

    from figway.enrich.share import pack_question

    console = Console(highlight=False, markup=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("figure", "title", "overlap", "fold" if not answer.question.ranked else "score", "p", "fdr", "items"):
        table.add_column(name, justify="right" if name in ("overlap", "fold", "score", "p", "fdr") else "left",
                         overflow="fold" if name in ("figure", "items") else "ellipsis",
                         max_width=40 if name in ("title", "items") else None)  # fmt: skip
    for row in answer.sets:
        more = len(row.identical) + len(row.cluster)
        value = row.fold if row.score is None else row.score
        items = " ".join(row.overlap[:8]) + (f" +{len(row.overlap) - 8}" if len(row.overlap) > 8 else "")
        table.add_row(row.id + (f" (+{more})" if more else ""), row.title, f"{len(row.overlap)}/{row.size}",
                      f"{value:.2f}", f"{row.p:.2g}", f"{row.fdr:.2g}", items)  # fmt: skip
    if answer.sets:
        console.print(table, width=None if console.is_terminal else 200)
    token = pack_question(answer.question)
    if len(token) <= 2000:
        typer.echo(f"figway: ask again with --token {token}", err=True)
