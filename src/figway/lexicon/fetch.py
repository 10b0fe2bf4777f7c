"""Fetch the vocabularies' files from their publishers: resumable, checked, polite."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx2
import stamina

from figway import __version__
from figway.errors import LexiconError, UsageError
from figway.lexicon.catalogue import CATALOGUE

_TIMEOUT = httpx2.Timeout(30.0, read=120.0)
_NO_SUCH_RANGE = 416
_PASSING = frozenset({_NO_SUCH_RANGE, 408, 425, 429, 500, 502, 503, 504})
_ATTEMPTS = 6
_HTML = (b"<!doctype html", b"<html")


class Fetched(NamedTuple):
    """Say where a file of a source lies, and whether it lay there already."""

    source: str
    path: Path
    size: int
    sha256: str
    was_there: bool


class _PassingError(Exception):
    """Signal an answer that is worth asking for again."""


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
        transport=transport, timeout=_TIMEOUT, follow_redirects=True, headers={"User-Agent": agent}
    ) as client:
        for source in only or fetchable:
            url = _resolve(client, fetchable[source])
            place = folder / "famplex" if source.startswith("famplex_") else folder
            report(f"{source}: {url}")
            results.append(fetch_file(client, source, url, place / url.rsplit("/", 1)[-1]))
    return results


def fetch_file(client: httpx2.Client, source: str, url: str, path: Path) -> Fetched:
    """Fetch one file to a path, going on with what a broken connection left; raises LexiconError.

    The file is checked against the size and the hashes that the server states, and an HTML page in place of
    a file is refused. It is written under a temporary name and renamed when it is whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if path.is_file() and path.stat().st_size == _stated_size(client, url):
            return Fetched(source, path, path.stat().st_size, _hash(path, "sha256"), True)
        part = path.with_name(f".{path.name}.part")
        for attempt in stamina.retry_context(on=(httpx2.TransportError, _PassingError), attempts=_ATTEMPTS):
            with attempt:
                headers = _download(client, url, part)
        _check(part, headers, url)
    except (httpx2.HTTPError, _PassingError) as error:
        raise LexiconError(
            f"{url} cannot be fetched ({error}). Run the command again to go on, or put the file into {path.parent}."
        ) from error
    part.replace(path)
    _tag_of(part).unlink(missing_ok=True)
    return Fetched(source, path, path.stat().st_size, _hash(path, "sha256"), False)


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


def _download(client: httpx2.Client, url: str, part: Path) -> httpx2.Headers:
    """Append to the part what it lacks, or begin anew where the file has changed since or cannot be resumed."""
    have = part.stat().st_size if part.is_file() else 0
    tag = _tag_of(part).read_text() if have and _tag_of(part).is_file() else ""
    headers = {"Accept-Encoding": "identity"}
    if have and tag:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag}
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code == _NO_SUCH_RANGE:
            part.unlink(missing_ok=True)
        if answer.status_code in _PASSING:
            raise _PassingError(f"status {answer.status_code}")
        answer.raise_for_status()
        resumed = answer.status_code == httpx2.codes.PARTIAL_CONTENT
        _tag_of(part).write_text(_validator(answer.headers))
        with part.open("ab" if resumed else "wb") as stream:
            for chunk in answer.iter_raw():
                stream.write(chunk)
        expected = _whole_size(answer.headers)
        if expected is not None and part.stat().st_size < expected:
            raise _PassingError(f"{part.stat().st_size} of {expected} bytes came")
        return answer.headers


def _validator(headers: httpx2.Headers) -> str:
    """Give what tells one version of a file from another: a strong ETag, or the date of its last change."""
    tag: str = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def _whole_size(headers: httpx2.Headers) -> int | None:
    stated = headers.get("Content-Range", "").rpartition("/")[2] or headers.get("Content-Length", "")
    return int(stated) if stated.isdigit() else None


def _check(part: Path, headers: httpx2.Headers, url: str) -> None:
    """Remove the part and raise LexiconError where it is not what the server stated."""
    with part.open("rb") as stream:
        start = stream.read(512).lstrip().lower()
    faults = []
    if start.startswith(_HTML):
        faults.append("a web page came in place of the file")
    expected = _whole_size(headers)
    if expected is not None and part.stat().st_size != expected:
        faults.append(f"{part.stat().st_size} bytes came, {expected} were stated")
    faults += [f"its {name} differs" for name, value in _stated_hashes(headers) if value != _hash(part, name)]
    if faults:
        part.unlink()
        _tag_of(part).unlink(missing_ok=True)
        raise LexiconError(f"{url}: {'; '.join(faults)}. Run the command again, or get the file by hand.")


def _stated_hashes(headers: httpx2.Headers) -> list[tuple[str, str]]:
    """Give the hashes that a server states: Google's and the standard headers, as (algorithm, hexadecimal)."""
    found = [("md5", headers.get("Content-MD5", ""))]
    for field in headers.get("x-goog-hash", "").split(","):
        name, _, value = field.strip().partition("=")
        found.append((name, value))
    for field in headers.get("Repr-Digest", "").split(","):
        name, _, value = field.strip().partition("=")
        found.append((name.replace("sha-", "sha"), value.strip(":")))
    return [
        (name, base64.b64decode(value).hex()) for name, value in found if value and name in ("md5", "sha256", "sha512")
    ]


def _hash(path: Path, algorithm: str) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def _tag_of(part: Path) -> Path:
    return part.with_suffix(".etag")
