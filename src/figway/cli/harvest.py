"""`figway harvest`: find articles, fetch their figures, lose nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import typer

from figway.cli.harvesting import carry_out, licences_of, plan_of, tell
from figway.cli.options import harvest as option
from figway.cli.options import shared
from figway.errors import UsageError

EPILOG = (
    "Examples:\n\n"
    "figway harvest --since 2026-01-01 --out my-library --email you@example.org\n\n"
    "figway harvest --phrase 'insulin signaling' --since 2020-01-01 --licence cc-by,cc0 --out insulin\n\n"
    "figway harvest --since last --out my-library --quiet   (from cron)\n\n"
    "Then: figway run --out my-library\n\n"
    "Exit code: 0 all well, 1 something is left to do or failed (the next run tries it again), 2 wrong use or no "
    "service can be reached, 130 stopped by Ctrl-C."
)


def harvest(
    out: option.Out,
    query: option.Query = "",
    phrase: option.Phrase = None,
    since: option.Since = "",
    until: option.Until = "",
    date: option.Date = "live",
    service: option.Service = "entrez",
    open_access: option.OpenAccess = True,
    licence: shared.Licence = "",
    caption: option.Caption = "",
    retracted: option.Retracted = True,
    keep: option.Keep = None,
    exclude: option.Exclude = None,
    again: option.Again = False,
    dry_run: option.DryRun = False,
    status: option.Status = False,
    parallel: shared.Parallel = 4,
    email: shared.Email = "",
    api_key: shared.ApiKey = "",
    quiet: shared.Quiet = False,
    as_json: shared.Report = False,
) -> None:
    """Search the literature for articles with pathway figures and fetch their figures into a library.

    Captions are searched for eleven phrases (or yours); every figure of an article that is found is fetched, with its
    article. A ledger says what became of each: the same command can be stopped at any time, goes on where it stopped,
    tries again what failed, and fetches nothing twice. 'figway run --out LIBRARY' then reads the figures.
    """  # fmt: skip
    from figway.harvest.lists import read_names
    from figway.harvest.model import Choice

    if status:
        tell_status(out, as_json=as_json)
        return
    chosen = Choice(
        licences=licences_of(licence),
        caption=_pattern(caption),
        retracted=retracted,
        keep=read_names(keep, out / "keep.txt"),
        exclude=read_names(exclude, out / "exclude.txt"),
    )
    plan = plan_of(
        query=query, phrases=phrase, since=since, until=until, date=date, service=service, open_access=open_access,
        again=again, choice=chosen, parallel=parallel, email=email, api_key=api_key,
    )  # fmt: skip
    outcome = carry_out(out, plan, dry=dry_run, quiet=quiet)
    tell(outcome, out, quiet=quiet, as_json=as_json, dry=dry_run)
    raise typer.Exit(outcome.exit_code)


def tell_status(out: Path, *, as_json: bool) -> None:
    """Print what the ledger of a library says."""
    from figway.harvest.ledger import NAME, Ledger
    from figway.harvest.report import lines, report

    if not (out / NAME).is_file():
        raise UsageError(f"{out} has no ledger: nothing was harvested into it. Begin with: figway harvest --since DATE")
    with Ledger.read(out) as ledger:
        counted = report(ledger)
    if as_json:
        typer.echo(json.dumps(counted, indent=1, ensure_ascii=False))
        return
    troubles = [f"{row['id']}: {row['reason']}: {row['detail']}" for row in (*counted["failed"], *counted["missing"])]
    typer.echo("\n".join([*lines(counted), *troubles]))


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise UsageError(f"--caption {text}: no regular expression: {error}.") from None
    return text
