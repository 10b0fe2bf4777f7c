"""`figway harvest`: find articles, fetch their figures, lose nothing."""

from __future__ import annotations

import datetime
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from figway.cli.stopping import terminated_as_interrupted
from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.harvest.campaign import Outcome, Plan
    from figway.harvest.model import Choice

EPILOG = (
    "Examples:\n\n"
    "figway harvest --since 2026-01-01 --out my-library --email you@example.org\n\n"
    "figway harvest --phrase 'insulin signaling' --since 2020-01-01 --licence cc-by,cc0 --out insulin\n\n"
    "figway harvest --since last --out my-library --quiet   (from cron)\n\n"
    "Then: figway run --out my-library\n\n"
    "Exit code: 0 all well, 1 something is left to do or failed (the next run tries it again), 2 wrong use or no "
    "service can be reached, 130 stopped by Ctrl-C."
)

Email = Annotated[
    str,
    typer.Option("--email", help="Your e-mail address, told to the services as they ask.", envvar="FIGWAY_CONTACT"),
]
ApiKey = Annotated[
    str,
    typer.Option("--api-key", help="Your NCBI API key: ten searches a second, not three.", envvar="NCBI_API_KEY"),
]
Licence = Annotated[
    str,
    typer.Option("--licence", help="Take these licences alone: cc-by,cc0,...", show_default="all", metavar="LIST"),
]
Parallel = Annotated[int, typer.Option("--parallel", "-j", min=1, max=32, help="Articles fetched at a time.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors that end the run.")]
Json = Annotated[bool, typer.Option("--json", help="Print the report as JSON on stdout.")]


SHOWN = 10
"""Articles that a dry run names."""


def harvest(
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="The library folder to fill; made if it is missing.", show_default=False),
    ],
    query: Annotated[
        str,
        typer.Option(
            "--query", help="Search this, in the service's own language, in place of phrases.", show_default=False
        ),
    ] = "",
    phrase: Annotated[
        list[str] | None,
        typer.Option(
            "--phrase",
            help="Search this phrase in captions; can be given again.",
            show_default="eleven, such as 'signaling pathway'",
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option(
            "--since", help="First day, YYYY-MM-DD, or 'last': go on where the last search ended.", show_default=False
        ),
    ] = "",
    until: Annotated[str, typer.Option("--until", help="Last day, YYYY-MM-DD.", show_default="today")] = "",
    date: Annotated[
        Literal["live", "published"],
        typer.Option(help="Which day counts: when the article appeared in the archive, or was published."),
    ] = "live",
    service: Annotated[
        Literal["entrez", "europepmc", "both"], typer.Option(help="Where to search: PubMed Central, Europe PMC.")
    ] = "entrez",
    open_access: Annotated[
        bool, typer.Option("--open-access/--any-access", help="Search open-access articles alone.")
    ] = True,
    licence: Licence = "",
    caption: Annotated[
        str,
        typer.Option("--caption", help="Fetch only figures whose title or caption matches.", metavar="REGEX"),
    ] = "",
    retracted: Annotated[
        bool, typer.Option("--retracted/--no-retracted", help="Fetch retracted articles too; they are marked.")
    ] = True,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep", help="Article, figure or file of such, a line each: fetch whatever its licence and caption."
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", help="Article, figure or file of such, a line each: do not fetch."),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Search all days anew, and look for newer versions of what is there."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Search and tell what would be fetched; write nothing.")
    ] = False,
    status: Annotated[bool, typer.Option("--status", help="Tell what the ledger says; ask no service.")] = False,
    parallel: Parallel = 4,
    email: Email = "",
    api_key: ApiKey = "",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Search the literature for articles with pathway figures and fetch their figures into a library.

    Captions are searched for eleven phrases (or yours); every figure of an article that is found is fetched, with its
    article. A ledger says what became of each: the same command can be stopped at any time, goes on where it stopped,
    tries again what failed, and fetches nothing twice. 'figway run --out LIBRARY' then reads the figures.
    """  # fmt: skip
    from figway.harvest.model import Choice

    if status:
        tell_status(out, as_json=as_json)
        return
    chosen = Choice(
        licences=licences_of(licence),
        caption=_pattern(caption),
        retracted=retracted,
        keep=_names(keep, out / "keep.txt"),
        exclude=_names(exclude, out / "exclude.txt"),
    )
    plan = plan_of(
        query=query, phrases=phrase, since=since, until=until, date=date, service=service, open_access=open_access,
        again=again, choice=chosen, parallel=parallel, email=email, api_key=api_key,
    )  # fmt: skip
    outcome = carry_out(out, plan, dry=dry_run, quiet=quiet)
    tell(outcome, out, quiet=quiet, as_json=as_json, dry=dry_run)
    raise typer.Exit(outcome.exit_code)


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


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise UsageError(f"--caption {text}: no regular expression: {error}.") from None
    return text


def _names(given: Sequence[str] | None, list_of_library: Path) -> frozenset[str]:
    """Read names of articles and figures, and files of such; the library's own list is read with them."""
    names: set[str] = set()
    files = [list_of_library] if list_of_library.is_file() else []
    for value in given or ():
        if Path(value).is_file():
            files.append(Path(value))
        elif name := _name(value):
            names.add(name)
        else:
            raise UsageError(f"{value}: no such file, and no article or figure (expected PMC7719781 or a figid).")
    for file in files:
        for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1):
            text = line.split("#")[0].split("\t")[0].strip()
            if not text or (number == 1 and text.lower() in ("figid", "pmcid")):
                continue
            if not (name := _name(text)):
                raise UsageError(f"{file}, line {number}: {text!r}: expected an article (PMC7719781) or a figid.")
            names.add(name)
    return frozenset(names)


def _name(text: str) -> str:
    """Bring the name of an article or figure to its form; empty where it is none.

    >>> _name("pmc7719781"), _name("PMC7719781__fendo-11-592129-g002.jpg"), _name("figure 2")
    ('PMC7719781', 'PMC7719781__fendo-11-592129-g002', '')
    """
    from figway import derive

    pmcid, inner, stem = derive.pmcid_of(text), *text.partition("__")[1:]
    if not pmcid or (not inner and pmcid != text.upper()):
        return ""
    return pmcid + inner + re.sub(r"\.(?:jpe?g|png|gif|tiff?|webp|bmp)$", "", stem, flags=re.IGNORECASE)
