"""`figway fetch`: the figures of articles that are named."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from figway.cli.harvesting import carry_out, licences_of, plan_of
from figway.cli.options import shared
from figway.errors import UsageError

EPILOG = (
    "Examples:\n\n"
    "figway fetch PMC7719781 --out my-library\n\n"
    "figway fetch PMC7719781 --figure F2 --out my-library\n\n"
    "Exit code: 0 all well, 1 something could not be fetched, 2 wrong use."
)
_ARTICLE = re.compile(r"(?:^|/)PMC(\d+)(?:\.\d+)?/?$", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)|(pmid:\s*\d+)", re.IGNORECASE)


def fetch(
    articles: Annotated[
        list[str],
        typer.Argument(
            help="PMC ids, addresses at PMC or Europe PMC, DOIs, PubMed ids (PMID:33329388), or figids.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="The library folder to fill; made if it is missing.", show_default="this folder"
        ),
    ] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            "--figure",
            help="Fetch this figure alone, as F2, 'Figure 2' or a figid; can be given again.",
            show_default="all",
        ),
    ] = None,
    licence: shared.Licence = "",
    parallel: shared.Parallel = 4,
    email: shared.Email = "",
    api_key: shared.ApiKey = "",
    quiet: shared.Quiet = False,
    as_json: shared.Report = False,
) -> None:
    """Fetch articles by name, with their figures, into a library; 'figway run --out LIBRARY' then reads them.

    What is fetched by name is kept: '--only-pathways' and the filters of 'figway harvest' pass it.
    """  # fmt: skip
    from figway.harvest.model import Choice

    library = out or _here()
    names = [_article(name) for name in _as_pmcids(articles, email)]
    pmcids = tuple(dict.fromkeys(pmcid for pmcid, _ in names))
    only = frozenset(figure or ()) | {figid for _, figid in names if figid}
    licences = licences_of(licence)
    choice = Choice(licences=licences, keep=frozenset() if licences else frozenset(pmcids), only=only)
    plan = plan_of(query="", since="", until="", choice=choice, parallel=parallel, email=email, api_key=api_key)
    outcome = carry_out(library, dataclasses.replace(plan, articles=pmcids), quiet=quiet)
    rows = _rows(library, pmcids)
    if as_json:
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        for row in rows:
            for entry in row["figures"]:
                typer.echo("\t".join((entry["id"], entry["number"], entry["state"], entry["path"] or entry["reason"])))
    troubles = [f"{row['id']}: {row['reason']}: {row['detail']}" for row in rows if row["state"] != "done"]
    troubles += [f"{row['id']}: it has no figure {', '.join(sorted(only))}" for row in rows if only and _none(row)]
    told = troubles + [
        f"{row['id']}: its XML has no figures" for row in rows if row["state"] == "done" and not row["figures"]
    ]
    if not quiet:
        for trouble in told:
            print(f"figway: {trouble}", file=sys.stderr)
    bad = any(entry["state"] in ("failed", "missing", "todo") for row in rows for entry in row["figures"])
    raise typer.Exit(130 if outcome.exit_code == 130 else int(bad or bool(troubles)))


def _rows(library: Path, pmcids: tuple[str, ...]) -> list[dict[str, Any]]:
    """Give what the ledger says of articles and their figures."""
    from figway.harvest.ledger import Ledger

    with Ledger.read(library) as ledger:
        figures = [figure for figure in ledger.figures() if figure["article"] in pmcids]
        articles = {row["id"]: row for row in ledger.articles()}
    return [{**articles[pmcid], "figures": [f for f in figures if f["article"] == pmcid]} for pmcid in pmcids]


def _none(row: dict[str, Any]) -> bool:
    """Tell whether none of an article's figures was the one asked for."""
    return row["state"] == "done" and all(figure["reason"] == "not asked for" for figure in row["figures"])


def _here() -> Path:
    here = Path()
    if not (here / "figway.toml").is_file():
        raise UsageError("this folder is no library: say with --out where the figures are to go.")
    return here


def _as_pmcids(articles: list[str], email: str) -> list[str]:
    """Put PMC ids in the place of DOIs and PubMed ids."""
    found = {name: match[1] or match[2] for name in articles if (match := _ELSEWHERE.fullmatch(name.strip()))}
    if not found:
        return articles
    try:
        from figway.harvest.campaign import look_up
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is needed to fetch articles: pip install 'figway[fetch]'") from error
    pmcids = look_up(sorted(set(found.values())), email)
    return [pmcids[found[name]] if name in found else name for name in articles]


def _article(name: str) -> tuple[str, str]:
    """Read the name of an article, and of a figure where it is a figid; raises UsageError."""
    from figway import derive

    if "__" in name and (pmcid := derive.pmcid_of(name)):
        return pmcid, name
    match = _ARTICLE.search(name.strip())
    if match is None:
        raise UsageError(
            f"{name}: expected an article, as PMC7719781, its address at PMC, a DOI (10.3389/...), or PMID:33329388."
        )
    return f"PMC{match[1]}", ""
