"""Bring a library up to date with its ledger: fetch what is left to do, several articles at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from figway import derive
from figway.acquire.client import Client
from figway.errors import LibraryError
from figway.harvest.articles import ArticleFetcher
from figway.harvest.ledger import Ledger
from figway.harvest.model import Choice, Harvested, Work
from figway.harvest.pictures import Suppliers
from figway.library import Library

AHEAD = 2
"""Articles handed out ahead of need, for each thread."""
_UNFINISHED = re.compile(r"^\..*\.(?:part|etag)$")


@dataclass(slots=True)
class Fetching:
    """Count what a run fetched; `left` were not come to, `unreachable` says why where no connection can be made."""

    articles: int = 0
    figures: int = 0
    failed: int = 0
    left: int = 0
    interrupted: bool = False
    disk_full: bool = False
    unreachable: str = ""


def reconsider(ledger: Ledger, choice: Choice, library: Library, *, again: bool = False) -> None:
    """Set articles to be looked at anew that were passed over for what no longer holds, or whose files are gone."""
    ledger.lost_files(frozenset(path.relative_to(library.path).as_posix() for path in library.image_paths()))
    if again:
        ledger.ask_again("state = 'done' OR reason = 'not available'")
    kept = {derive.pmcid_of(name) for name in choice.keep}
    ledger.ask_again("reason IN ('licence', 'retracted')", "id", kept)
    ledger.ask_again("reason = 'licence'", "licence", {x for x in ledger.licences() if not choice.refuses_licence(x)})
    if choice.retracted:
        ledger.ask_again("reason = 'retracted'")
    ledger.ask_again("reason = 'excluded'", "id", choice.exclude, among=False)
    ledger.ask_again_for_figures("reason = 'excluded'", "id", choice.exclude, among=False)
    ledger.ask_again_for_figures("reason = 'caption'", "detail", {choice.caption}, among=False)
    ledger.ask_again_for_figures("reason = 'caption'", "id", choice.keep)
    ledger.ask_again_for_figures("reason = 'caption'", "article", choice.keep)
    if not choice.only:
        ledger.ask_again_for_figures("reason = 'not asked for'")


def fetch(
    ledger: Ledger,
    library: Library,
    client: Client,
    suppliers: Suppliers,
    choice: Choice,
    *,
    articles: Sequence[str],
    parallel: int = 4,
    tell: Callable[[Harvested], None] = lambda harvested: None,
) -> Fetching:
    """Fetch articles and enter what became of them.

    Ctrl-C, a full disk and a service that cannot be reached for several articles on end end it early; what is fetched
    is entered, and the rest is for the next run.
    """
    counts, in_vain = Fetching(left=len(articles)), 0
    fetcher = ArticleFetcher(library, suppliers, choice)
    executor = ThreadPoolExecutor(parallel, thread_name_prefix="figway-harvest")
    try:
        for harvested in _each(executor, fetcher, map(ledger.work, articles), parallel):
            try:
                ledger.record(harvested.article, harvested.figures, harvested.files)
            except LibraryError as error:
                if "full" not in str(error):
                    raise
                counts.disk_full = True
                break
            counts.left -= 1
            counts.articles += 1
            counts.figures += sum(figure.state == "done" for figure in harvested.figures)
            counts.failed += harvested.article.state == "failed"
            counts.failed += sum(figure.state == "failed" for figure in harvested.figures)
            tell(harvested)
            in_vain = in_vain + 1 if harvested.unreachable else 0
            if in_vain >= parallel * AHEAD:
                counts.unreachable = harvested.unreachable
            if harvested.disk_full or counts.unreachable:
                counts.disk_full = harvested.disk_full
                break
    except KeyboardInterrupt:
        counts.interrupted = True
    finally:
        client.stop()
        executor.shutdown(wait=True, cancel_futures=True)
    return counts


def _each(
    executor: ThreadPoolExecutor, fetcher: ArticleFetcher, waiting: Iterator[Work], parallel: int
) -> Iterator[Harvested]:
    """Give what became of each article, in whatever order they come; a few are handed out ahead of need."""
    pending: set[Future[Harvested]] = set()
    while True:
        pending |= {executor.submit(fetcher, work) for work in islice(waiting, parallel * AHEAD - len(pending))}
        if not pending:
            return
        finished, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in finished:
            yield future.result()


def sweep(library: Library) -> None:
    """Remove the unfinished files that a killed process left behind."""
    library.sweep()
    shards = _folders(library.images) if library.sharded else []
    for folder in (library.images, *shards, *_folders(library.path / "articles")):
        for path in folder.glob(".*"):
            if _UNFINISHED.match(path.name):
                path.unlink(missing_ok=True)


def _folders(path: Path) -> list[Path]:
    return [entry for entry in path.iterdir() if entry.is_dir()] if path.is_dir() else []
