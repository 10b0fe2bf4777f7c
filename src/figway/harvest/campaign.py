"""Carry a harvest out: search, fetch, report; one at a time in a library."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figway import derive
from figway.acquire.client import Client, Services, open_client
from figway.acquire.cloud import Cloud
from figway.acquire.entrez import Entrez
from figway.acquire.europepmc import EuropePmc
from figway.acquire.queries import Discovery, Hit, Window
from figway.errors import RemoteError, UsageError
from figway.harvest import harvester
from figway.harvest.discover import Found, discover
from figway.harvest.ledger import NAME, Ledger
from figway.harvest.model import Choice, Harvested, Search
from figway.harvest.pictures import Suppliers
from figway.harvest.report import report
from figway.library import Library

FIGURES_AN_ARTICLE = 5
"""Figures to be expected of an article, by which a harvest tells how the library's folders are to be laid out."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Say what is to be done: searches (none: only what is left), and the articles named to be fetched."""

    searches: tuple[Search, ...]
    choice: Choice
    articles: tuple[str, ...] = ()
    again: bool = False
    parallel: int = 4
    email: str = ""
    api_key: str = ""


@dataclass(slots=True)
class Outcome:
    """Hold what a harvest did, and what the ledger then says."""

    found: Found = field(default_factory=Found)
    fetching: harvester.Fetching = field(default_factory=harvester.Fetching)
    report: dict[str, Any] = field(default_factory=dict)
    dry: bool = False
    would_fetch: list[str] = field(default_factory=list)
    interrupted: bool = False

    @property
    def short(self) -> list[str]:
        """List the windows that could not be searched whole."""
        return self.found.short

    @property
    def left(self) -> int:
        """Count the articles that were not come to."""
        return self.fetching.left

    @property
    def disk_full(self) -> bool:
        """Tell whether the disk is full."""
        return self.fetching.disk_full

    @property
    def unreachable(self) -> list[str]:
        """List the services to which no connection could be made, and why."""
        told = [*self.found.unreachable, *([self.fetching.unreachable] if self.fetching.unreachable else [])]
        return list(dict.fromkeys(told))

    @property
    def exit_code(self) -> int:
        """Give 0 when all is well, 1 when something failed or is left, 2 when no service could be reached.

        130 stands for an interruption.
        """
        if self.interrupted or self.fetching.interrupted:
            return 130
        if self.unreachable and not self.found.windows and self.fetching.figures == 0:
            return 2
        if self.dry:
            return 1 if self.short else 0
        return 1 if self.short or self.left or self.report.get("failed") else 0

    def facts(self) -> dict[str, Any]:
        """Give what was found and fetched now, and the state of the whole."""
        return {
            "found": {"windows": self.found.windows, "articles": self.found.hits, "new": self.found.new},
            "not_searched_whole": self.short,
            "fetched": {"articles": self.fetching.articles, "figures": self.fetching.figures},
            "left": self.left,
            **({"would_fetch": self.would_fetch} if self.dry else {}),
            "interrupted": self.exit_code == 130,
            "disk_full": self.disk_full,
            "unreachable": self.unreachable,
            "ledger": self.report,
        }


def run(
    out: Path,
    plan: Plan,
    *,
    dry: bool = False,
    found: Callable[[Window, Found], None] = lambda *_: None,
    fetched: Callable[[Harvested, int], None] = lambda *_: None,
) -> Outcome:
    """Search and fetch into a library; raises LibraryError while another process writes to it, or UsageError."""
    if not plan.searches and not plan.articles and not (out / NAME).is_file():
        raise UsageError("from which day on? Give --since YYYY-MM-DD; 'last' and nothing go on with a harvest begun.")
    services = Services()
    outcome = Outcome(dry=dry)
    with contextlib.ExitStack() as stack:
        if not dry:
            library = Library.create(out)
            stack.enter_context(library.lock())
            harvester.sweep(library)
        ledger = stack.enter_context(Ledger.open(out, dry=dry))
        client = stack.enter_context(open_client(plan.email, plan.api_key, services))
        try:
            _discover(plan, services, client, ledger, outcome, found)
        except KeyboardInterrupt:
            outcome.interrupted = True
        if not dry and not outcome.interrupted:
            _fetch(plan, services, client, ledger, Library(out), outcome, fetched)
        elif dry:
            outcome.would_fetch = ledger.open_articles()
            outcome.fetching.left = len(outcome.would_fetch)
        outcome.report = report(ledger)
    return outcome


def _discover(
    plan: Plan,
    services: Services,
    client: Client,
    ledger: Ledger,
    outcome: Outcome,
    tell: Callable[[Window, Found], None],
) -> None:
    finders: dict[str, Discovery] = {
        "entrez": Entrez(client, services.entrez, api_key=plan.api_key),
        "europepmc": EuropePmc(client, services.europepmc),
    }
    for search in plan.searches:
        got = discover(finders[search.service], search, ledger, tell)
        outcome.found.windows += got.windows
        outcome.found.hits += got.hits
        outcome.found.new += got.new
        outcome.found.short += got.short
        outcome.found.unreachable += got.unreachable
    named = {derive.pmcid_of(name) for name in plan.choice.keep} | set(plan.articles)
    ledger.add_articles([Hit(pmcid, pmcid) for pmcid in sorted(named)])


def _fetch(
    plan: Plan,
    services: Services,
    client: Client,
    ledger: Ledger,
    library: Library,
    outcome: Outcome,
    tell: Callable[[Harvested, int], None],
) -> None:
    suppliers = Suppliers(
        Cloud(client, services.cloud),
        EuropePmc(client, services.europepmc, services.europepmc_files),
        Entrez(client, services.entrez, api_key=plan.api_key),
    )
    if not plan.articles:
        harvester.reconsider(ledger, plan.choice, library, again=plan.again)
    articles = list(plan.articles) or ledger.open_articles()
    library.prepare(len(articles) * FIGURES_AN_ARTICLE)
    outcome.fetching = harvester.fetch(
        ledger, library, client, suppliers, plan.choice,
        articles=articles, parallel=plan.parallel, tell=lambda harvested: tell(harvested, len(articles)),
    )  # fmt: skip


def look_up(names: Sequence[str], email: str = "") -> dict[str, str]:
    """Find the PMC ids of articles named by DOI or PubMed id; raises UsageError for one that is not in PMC."""
    services = Services()
    with open_client(email, services=services) as client:
        europepmc = EuropePmc(client, services.europepmc)
        try:
            return {name: europepmc.pmcid_of(name) for name in names}
        except RemoteError as error:
            raise UsageError(str(error)) from error
