"""Put together and carry out a harvest for the commands that begin one: harvest, fetch and run."""

from __future__ import annotations

import datetime
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from figway.cli.stopping import terminated_as_interrupted
from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.harvest.campaign import Outcome, Plan
    from figway.harvest.model import Choice

SHOWN = 10
"""Articles that a dry run names."""


def plan_of(
    *,
    query: str,
    since: str,
    until: str,
    choice: Choice,
    phrases: Sequence[str] | None = None,
    date: Literal["live", "published"] = "live",
    service: str = "entrez",
    open_access: bool = True,
    again: bool = False,
    parallel: int = 4,
    email: str = "",
    api_key: str = "",
) -> Plan:
    """Put together what a harvest is asked for; raises UsageError for what cannot be."""
    from figway.acquire.queries import PHRASES, Query
    from figway.harvest.model import Search

    try:
        from figway.harvest.campaign import Plan
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is needed to fetch articles: pip install 'figway[fetch]'") from error
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", email):
        raise UsageError(f"--email {email}: expected an address such as you@example.org (or leave it out).")
    if query and phrases:
        raise UsageError("--query and --phrase cannot go together: a query is searched as it is.")
    wanted = Query(query, tuple(phrases or (PHRASES if not query else ())), open_access, date)
    searches: tuple[Search, ...] = ()
    if since:
        first = None if since == "last" else _day("--since", since)
        last = _day("--until", until) if until else datetime.date.today()
        services = ("entrez", "europepmc") if service == "both" else (service,)
        searches = tuple(Search(wanted, name, first, last, again) for name in services)
    elif query or phrases or until:
        raise UsageError("from which day on? Give --since YYYY-MM-DD, or --since last.")
    return Plan(searches, choice, again=again, parallel=parallel, email=email, api_key=api_key)


def carry_out(out: Path, plan: Plan, *, dry: bool = False, quiet: bool = False) -> Outcome:
    """Harvest, with progress on stderr."""
    from figway.cli.harvest_progress import Progress
    from figway.harvest import campaign

    with terminated_as_interrupted(), Progress(quiet=quiet) as progress:
        return campaign.run(out, plan, dry=dry, found=progress.found, fetched=progress.fetched)


def tell(outcome: Outcome, out: Path, *, quiet: bool, as_json: bool, dry: bool = False, hint: bool = True) -> None:
    """Print the report."""
    from figway.harvest.report import lines

    if as_json:
        typer.echo(json.dumps(outcome.facts(), indent=1, ensure_ascii=False))
    for service in outcome.unreachable:
        print(f"figway: {service}", file=sys.stderr)
    for trouble in () if quiet else outcome.short:
        print(f"figway: not searched whole, the next run tries again: {trouble}", file=sys.stderr)
    if outcome.disk_full:
        print("figway: the disk is full. Free some space and run the same command again.", file=sys.stderr)
    if quiet:
        return
    for line in lines(outcome.report):
        print(line, file=sys.stderr)
    for failed in outcome.report["failed"][:5]:
        print(f"figway: {failed['id']}: {failed['detail']}", file=sys.stderr)
    if dry:
        print(_would_fetch(outcome.would_fetch), file=sys.stderr)
    elif outcome.left:
        print(f"{outcome.left} articles left; the same command goes on.", file=sys.stderr)
    elif hint and outcome.report["figures"].get("done"):
        print(f"Read the figures with: figway run --out {out}", file=sys.stderr)


def _would_fetch(articles: list[str]) -> str:
    """Say what a dry run would have fetched; for three articles "3 articles would be fetched: PMC1, PMC2, PMC3"."""
    if not articles:
        return "No article is left to be fetched. Nothing was written (--dry-run)."
    named = ", ".join(articles[:SHOWN]) + (f", ... (--json lists all {len(articles)})" if len(articles) > SHOWN else "")
    number = f"{len(articles)} article{'s' * (len(articles) != 1)}"
    return f"{number} would be fetched, with all their figures: {named}. Nothing was written (--dry-run)."


def licences_of(text: str) -> frozenset[str]:
    """Read a list of licences; raises UsageError for what is none."""
    from figway.acquire.cloud import licence_key

    keys = frozenset(licence_key(part) for part in text.split(",") if part.strip())
    if wrong := sorted(key for key in keys if not re.fullmatch(r"cc0|cc-by(-nc)?(-nd|-sa)?|no-cc-code|tdm", key)):
        raise UsageError(
            f"--licence {', '.join(wrong)}: no such licence. There are: cc0, cc-by, cc-by-sa, cc-by-nd, cc-by-nc, "
            "cc-by-nc-sa, cc-by-nc-nd, tdm, no-cc-code."
        )
    return keys


def _day(option: str, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        expected = "YYYY-MM-DD or 'last'" if option == "--since" else "YYYY-MM-DD"
        raise UsageError(f"{option} {text}: expected a day as {expected}.") from None
