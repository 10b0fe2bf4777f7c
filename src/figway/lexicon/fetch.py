"""Fetch the vocabularies' files from their publishers: resumable, checked, polite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx2

from figway import __version__
from figway.download import TIMEOUT, download, hash_of
from figway.errors import LexiconError, RemoteError, UsageError
from figway.lexicon.catalogue import CATALOGUE


class Fetched(NamedTuple):
    """Say where a file of a source lies, and whether it lay there already."""

    source: str
    path: Path
    size: int
    sha256: str
    was_there: bool


def fetch_all(
    folder: Path,
    only: Sequence[str] | None = None,
    contact: str = "",
    report: Callable[[str], None] = lambda line: None,
    transport: httpx2.BaseTransport | None = None,
) -> list[Fetched]:
    """Fetch the files of all sources, or of those named, into a folder; FamPlex's go into `famplex/`.

    `contact` is told to the servers in the User-Agent. Raises UsageError for an unknown source, and
    LexiconError where a file cannot be had; what was fetched until then stays, and a next call goes on.
    """
    fetchable = {name: vocabulary.url for name, vocabulary in CATALOGUE.items() if vocabulary.fetch}
    if unknown := sorted(set(only or ()) - set(fetchable)):
        raise UsageError(f"no such vocabulary: {', '.join(unknown)}. There are: {', '.join(fetchable)}.")
    agent = f"figway/{__version__} (lexicon build{f'; {contact}' if contact else ''})"
    results = []
    with httpx2.Client(
        transport=transport, timeout=TIMEOUT, follow_redirects=True, headers={"User-Agent": agent}
    ) as client:
        for source in only or fetchable:
            url = _resolve(client, fetchable[source])
            place = folder / "famplex" if source.startswith("famplex_") else folder
            report(f"{source}: {url}")
            results.append(fetch_file(client, source, url, place / url.rsplit("/", 1)[-1]))
    return results


def fetch_file(client: httpx2.Client, source: str, url: str, path: Path) -> Fetched:
    """Fetch one file to a path, going on with what a broken connection left; raises LexiconError.

    A file that is there in the size that the publisher states is taken as it is.
    """
    try:
        if path.is_file() and path.stat().st_size == _stated_size(client, url):
            return Fetched(source, path, path.stat().st_size, hash_of(path, "sha256"), True)
        got = download(client, url, path)
    except (httpx2.HTTPError, RemoteError) as error:
        raise LexiconError(
            f"{url} cannot be fetched ({error}). Run the command again to go on, or put the file into {path.parent}."
        ) from error
    return Fetched(source, got.path, got.size, got.sha256, False)


def _resolve(client: httpx2.Client, url: str) -> str:
    """Fill in the newest year that the publisher has, for files that are named by year."""
    if "{year}" not in url:
        return url
    this_year = datetime.now(UTC).year
    years = [url.format(year=year) for year in (this_year + 1, this_year, this_year - 1)]
    try:
        found = [candidate for candidate in years if client.head(candidate).is_success]
    except httpx2.HTTPError as error:
        raise LexiconError(f"{years[1]} cannot be reached ({error}). Run the command again later.") from error
    if not found:
        raise LexiconError(f"{years[1]} is not there; look up the new address at the publisher's site.")
    return found[0]


def _stated_size(client: httpx2.Client, url: str) -> int | None:
    answer = client.head(url, headers={"Accept-Encoding": "identity"})
    length = answer.headers.get("Content-Length", "")
    return int(length) if answer.is_success and length.isdigit() else None
